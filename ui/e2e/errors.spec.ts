// What stands in the way, screen by screen: each says what it is and has a way on.
import { look, soundToAxe, withinWidth } from './look';
import { expect, test, type Wizard } from './wizard';

const DOMAIN = 'jellyfin.practice.test';

/** A small server in the sandbox's network that answers as a Jellyfin in some state does. */
const answering = (port: number, status: number, body: object, health = 'Healthy') => `
  require('node:http').createServer((request, response) => {
    response.writeHead(${status}, { 'content-type': 'application/json', server: 'Kestrel' });
    response.end(request.url.endsWith('/health') ? '${health}' : ${JSON.stringify(JSON.stringify(body))});
  }).listen(${port}, '127.0.0.1', () => console.log('ready'));`;

const holding = (port: number) =>
  `require('node:net').createServer().listen(${port}, '0.0.0.0', () => console.log('ready'));`;

async function at(wizard: Wizard, address: string): Promise<void> {
  await wizard.page.getByLabel('Jellyfin’s own address').fill(address);
}

test('a Jellyfin that cannot be published keeps the way closed', async ({ wizard }) => {
  const { page, serving } = wizard;
  await wizard.at('This computer');
  await wizard.next('Which web server keeps the door?');
  await wizard.next('Where is your Jellyfin?');
  await expect(page.getByText('Jellyfin answers')).toBeVisible();

  const info = { Id: '0123456789abcdef0123456789abcdef', Version: '10.11.3', ProductName: 'Jellyfin Server' };
  await serving.listening(answering(8101, 200, { ...info, StartupWizardCompleted: false }));
  await serving.listening(answering(8102, 200, {}, 'Degraded'));
  await serving.listening(answering(8103, 200, { hello: 'world' }, 'hello'));
  await serving.listening(answering(8104, 200, { hello: 'world' }));
  for (const [address, words, name] of [
    ['http://127.0.0.1:8100', 'Nothing listens at this address', 'refused'],
    ['http://127.0.0.1:8101', 'It cannot be put behind a proxy as it is.', 'not-set-up'],
    ['http://127.0.0.1:8102', 'Jellyfin is starting or migrating its data', 'starting'],
    ['http://127.0.0.1:8103', 'Something else answers at this address', 'not-jellyfin'],
    ['http://127.0.0.1:8104', 'Asked who it is, it answered: status 200 (Kestrel)', 'healthy-stranger'],
    ['http://127.0.0.1:80', 'Something else answers at this address', 'a-proxy'],
    ['https://127.0.0.1:8920', /http/, 'https'],
    ['jellyfin; rm -rf /', /./, 'no-address'],
    ['<script>alert(1)</script>', /./, 'script'],
    ['', /./, 'empty'],
  ] as const) {
    await at(wizard, address);
    await wizard.closed(/./);
    await expect(page.locator('main')).toContainText(words);
    await look(page, `jellyfin-${name}`);
  }
  await at(wizard, 'http://127.0.0.1:8096');
  await wizard.next('What will people type?');
});

test('a name that makes no sense is told as it is typed', async ({ wizard }) => {
  const { page } = wizard;
  await wizard.toDomain();
  const name = page.getByLabel('Name');
  for (const typed of [
    'https://jellyfin.example.com/web',
    'a.test; } server { listen 80',
    'a.test\\nServerName b.test',
    '$(reboot).example.com',
    '"><img src=x onerror=alert(1)>',
    `${'a'.repeat(64)}.example.com`,
    '192.168.1.5:8096',
    '-dash.example.com',
    'jellyfin example com',
  ]) {
    await name.fill(typed);
    await expect(name).toHaveAttribute('aria-invalid', 'true');
    await wizard.closed(/./);
    await expect(name).toHaveValue(typed);
  }
  await look(page, 'domain-hostile');
  await name.fill('');
  await wizard.closed(/./);
  await name.fill('BÜCHER.example.com');
  await expect(page.getByText('Visitors will open')).toBeVisible();

  await name.fill(DOMAIN);
  await expect(page.getByText(`https://${DOMAIN}`).last()).toBeVisible();
  await page.getByText('Other ports than 80 and 443').click();
  await page.getByLabel('HTTPS').fill('80');
  await wizard.closed(/./);
  await look(page, 'domain-ports-equal');
  await page.getByLabel('HTTPS').fill('70000');
  await page.getByLabel('HTTPS').fill('443');
  await wizard.next('Which certificate?');
});

test('files that are no fitting certificate are told by field', async ({ wizard }) => {
  const { page, serving } = wizard;
  // The first set-up leaves real certificates in the sandbox.
  await wizard.setUp();
  const own = `/etc/jellyfin-proxy/certs/${DOMAIN}`;
  serving.inside('cp', `${own}/fullchain.pem`, '/etc/mine.pem');
  serving.inside('cp', `${own}/privkey.pem`, '/etc/mine.key');
  serving.inside('cp', '/etc/jellyfin-proxy/ca/ca.key', '/etc/other.key');
  serving.write('/etc/words.pem', 'no certificate\n');
  await wizard.press('Home');
  await wizard.press('Set up another address');
  await wizard.next('Which web server keeps the door?');
  await wizard.next('Where is your Jellyfin?');
  await wizard.next('What will people type?');
  await wizard.next('Which certificate?');
  await wizard.choose('My own files');
  const [chain, key] = [page.getByLabel('Certificate with its chain'), page.getByLabel('Private key')];
  for (const [cert, its, wrong, name] of [
    ['/etc/nowhere.pem', '/etc/mine.key', chain, 'missing'],
    ['/etc/words.pem', '/etc/mine.key', chain, 'no-certificate'],
    ['/etc/mine.pem', '/etc/other.key', key, 'other-key'],
    ['/etc/mine.pem', '/etc/words.pem', key, 'no-key'],
    ['relative.pem', '/etc/mine.key', chain, 'relative'],
  ] as const) {
    await chain.fill(cert);
    await key.fill(its);
    await expect(wrong).toHaveAttribute('aria-invalid', 'true');
    await wizard.closed(/./);
    await look(page, `certificate-${name}`);
  }
  await chain.fill('/etc/mine.pem');
  await key.fill('/etc/mine.key');
  await expect(wizard.button('Next')).not.toHaveAttribute('aria-disabled', 'true');
  // The same one is for another name.
  await wizard.back('What will people type?');
  await page.getByLabel('Name').fill('another.practice.test');
  await wizard.next('Which certificate?');
  await expect(chain).toHaveAttribute('aria-invalid', 'true');
  await look(page, 'certificate-other-name');
});

test('a held port and a site that is there are named, with their ways out', async ({ wizard }) => {
  const { page, serving } = wizard;
  await wizard.at('This computer');
  await serving.listening(holding(443));
  await wizard.press('Look again');
  await wizard.toCertificate();
  await wizard.choose('Make one on this computer');
  await wizard.next('Something is in the way');
  await look(page, 'review-port-held');
  await wizard.press('Go to “Address”');
  await wizard.at('What will people type?');
  await page.getByText('Other ports than 80 and 443').click();
  await page.getByLabel('HTTPS').fill('8443');
  await wizard.next('Which certificate?');
  await wizard.next('This will change');
  await expect(page.getByText('https://jellyfin.practice.test:8443').first()).toBeVisible();

  // Somebody wrote a site of the same name by hand.
  serving.write(
    '/etc/nginx/sites-enabled/by-hand.conf',
    `server {\n    listen 80;\n    server_name ${DOMAIN};\n    location / {\n        proxy_pass http://127.0.0.1:8096;\n    }\n}\n`,
  );
  await wizard.back('Which certificate?');
  await wizard.next('Something is in the way');
  await look(page, 'review-site-exists');
  await page.getByLabel('Take the place of the site that is there').check();
  // It speaks plain HTTP, so it can only be followed by one that does.
  await expect(page.getByText('this site has no TLS')).toBeVisible();
  await look(page, 'review-site-without-tls');
  await wizard.back('Which certificate?');
  await wizard.choose('None, plain HTTP');
  await wizard.next('This will change');
  await expect(wizard.button('Set it up in practice')).toBeVisible();
  await soundToAxe(page);

  // And then his own configuration is broken.
  serving.write('/etc/nginx/conf.d/broken.conf', 'nonsense on;\n');
  await wizard.back('Which certificate?');
  await wizard.next('Something is in the way');
  await look(page, 'review-broken');
});

test('a root side that is killed leaves something to put back', async ({ wizard }) => {
  const { page, serving } = wizard;
  await wizard.review();
  await wizard.press('Set it up in practice');
  // Jellyfin's restart is the longest of the steps.
  await expect(page.locator('li.started', { hasText: 'restart' })).toBeVisible();
  expect(serving.killRootSide()).toBe(true);
  await wizard.at('It was not done');
  await look(page, 'root-side-killed');
  await wizard.press('Put it back now');
  await wizard.at('Everything is as it was');
  expect(serving.inside('ls', '/etc/nginx/sites-enabled')).not.toContain('jellyfin');
});

test('what somebody changed since is put back only when that is said', async ({ wizard }) => {
  const { page, serving } = wizard;
  await wizard.setUp();
  const [file = ''] = serving.inside('sh', '-c', 'ls /etc/nginx/sites-available/*jellyfin*').trim().split('\n');
  serving.inside('sh', '-c', `echo '# mine' >> ${file}`);
  await wizard.press('Undo');
  await wizard.at('It was not done');
  await expect(page.getByText('# mine')).toBeVisible();
  await look(page, 'undo-differs');
  await wizard.press('Undo anyway');
  await wizard.at('Everything is as it was');
  await expect(page.getByText('kept as a copy')).toBeVisible();
});

test('the health test finds what is broken, and says what to do', async ({ wizard }) => {
  const { page, serving } = wizard;
  await wizard.setUp();
  serving.inside('sh', '-c', 'kill $(cat /run/nginx.pid)');
  await wizard.press('Test again');
  await wizard.at('Something is broken');
  await expect(page.getByText('What to do:').first()).toBeVisible();
  await look(page, 'health-broken');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await wizard.press('Copy report');
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('broken');
  expect(report).toContain('tcp.443');
});

test('another web server is started by a press, or says why it cannot be', async ({ wizard }) => {
  const { page } = wizard;
  await wizard.at('This computer');
  await wizard.next('Which web server keeps the door?');
  await wizard.press('Start Apache');
  await expect(page.getByRole('heading', { name: 'Apache could not be started' })).toBeVisible();
  await look(page, 'start-failed');
  await wizard.press('All right');
  await expect(page.getByRole('heading', { name: 'Apache could not be started' })).toHaveCount(0);
  await withinWidth(page);
});
