// From the computer to a healthy site and back, on real servers, each screen looked at on the way.
import { look, lookClosely } from './look';
import { expect, test } from './wizard';

const titles = { nginx: 'nginx', apache: 'Apache', haproxy: 'HAProxy' };

for (const proxy of ['nginx', 'apache', 'haproxy'] as const) {
  test.describe(proxy, () => {
    test.use({ server: proxy });

    test('is set up, tested and undone', async ({ wizard }) => {
      const { page } = wizard;
      // Every screen closely once; what differs from proxy to proxy is looked at for each.
      const each = proxy === 'nginx' ? lookClosely : look;
      const shared = proxy === 'nginx' ? lookClosely : () => Promise.resolve();

      await wizard.at('This computer');
      await expect(page.getByText('Practice run.')).toBeVisible();
      await shared(page, 'computer');
      await wizard.next('Which web server keeps the door?');
      await expect(page.getByRole('radio', { name: titles[proxy] })).toBeChecked();
      await each(page, `${proxy}-proxy`);
      await wizard.next('Where is your Jellyfin?');
      await expect(page.getByText('Jellyfin answers')).toBeVisible();
      await shared(page, 'jellyfin');
      await wizard.next('What will people type?');
      await expect(page.getByLabel('Name')).toHaveValue('jellyfin.practice.test');
      await shared(page, 'domain');
      await wizard.next('Which certificate?');
      await wizard.closed('Choose');
      await wizard.choose('Make one on this computer');
      await shared(page, 'certificate');
      await wizard.next('This will change');
      await expect(wizard.button('Set it up in practice')).toBeVisible();
      await each(page, `${proxy}-review`);

      await wizard.press('Set it up in practice');
      await expect(page.getByRole('progressbar')).toBeVisible();
      await wizard.at('All is well');
      await expect(page.getByText('https://jellyfin.practice.test').first()).toBeVisible();
      await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
      await expect(page.getByText('/etc/jellyfin-proxy/ca/ca.crt')).toBeVisible();
      await shared(page, 'health');

      await wizard.press('Test again');
      // The others have answered before a picture of it is drawn; HAProxy's renewals take a second to say no.
      if (proxy === 'haproxy') {
        await expect(page.getByRole('progressbar')).toBeVisible();
        await expect(page.getByText('to come:').first()).toBeAttached();
      }
      await wizard.at('All is well');
      await expect(page.getByText('to come:')).toHaveCount(0);

      await wizard.press('History');
      await wizard.at('History');
      await expect(page.getByText('in place')).toBeVisible();
      await shared(page, 'history');

      await wizard.press('Home');
      await wizard.at('Your Jellyfin');
      await expect(page.getByText(/Certificate lasts \d+ more days/)).toBeVisible();
      await each(page, `${proxy}-home`);
      await wizard.press('Health test');
      await wizard.at('All is well');

      await wizard.press('Undo');
      await wizard.at('Everything is as it was');
      await expect(page.getByText('The web server was reloaded and serves as before.')).toBeVisible();
      // How it went stays in sight, so that nobody has to have been quick enough.
      const way = page.getByRole('region', { name: 'On the way back' });
      await expect(way.locator('li.done', { hasText: 'Take away /etc/jellyfin-practice/network.xml' })).toBeVisible();
      await expect(way.locator('li.done', { hasText: 'Reload the web server' })).toBeVisible();
      await expect(way.locator('li.done', { hasText: 'Ask Jellyfin to restart' })).toBeVisible();
      await expect(way.locator('li:not(.done)')).toHaveCount(0);
      await each(page, `${proxy}-undone`);
      await wizard.press('Home');
      await wizard.at('Open a door to your Jellyfin');
      await shared(page, 'welcome');
    });
  });
}

test('is called off in the middle, and everything is as it was', async ({ wizard }) => {
  await wizard.review();
  await wizard.press('Set it up in practice');
  await wizard.press('Cancel and undo');
  await wizard.at('Everything is as it was');
  await look(wizard.page, 'called-off');
  // Whatever it had come to by then: all of it went back, beside what had been set up.
  const way = wizard.page.getByRole('region', { name: 'On the way back' });
  await expect(way.locator('li.ahead, li.started, li.failed')).toHaveCount(0);
  await wizard.press('Back to the plan');
  await wizard.at('This will change');
  await wizard.press('Set it up in practice');
  await wizard.at('All is well');
});

test('back and forward lose nothing', async ({ wizard }) => {
  const { page } = wizard;
  await wizard.toCertificate('films.practice.test');
  await wizard.choose('My own files');
  await page.getByLabel('Private key').fill('/etc/ssl/private/key.pem');
  await page.goBack();
  await wizard.at('What will people type?');
  await expect(page.getByLabel('Name')).toHaveValue('films.practice.test');
  await page.goBack();
  await wizard.at('Where is your Jellyfin?');
  await page.goForward();
  await page.goForward();
  await wizard.at('Which certificate?');
  await expect(page.getByRole('radio', { name: 'My own files' })).toBeChecked();
  await expect(page.getByLabel('Private key')).toHaveValue('/etc/ssl/private/key.pem');
  await page.reload();
  await wizard.at('Which certificate?');
  await expect(page.getByLabel('Private key')).toHaveValue('/etc/ssl/private/key.pem');
  await wizard.press(/^Web server.*go back/);
  await wizard.at('Which web server keeps the door?');
});

test('a practice run that is lost says so, and another can be begun', async ({ wizard }) => {
  const { page, serving } = wizard;
  serving.killPractice();
  await wizard.at('The practice run ended by itself.');
  await expect(page.getByText('Practice run.')).toHaveCount(0);
  await look(page, 'practice-lost');
  await wizard.press('Go back');
  await wizard.back('Open a door to your Jellyfin');
  await wizard.press('Try it safely');
  await expect(page.getByText('Practice run.')).toBeVisible();
});

test('a practice run is left, and begun again', async ({ wizard }) => {
  const { page } = wizard;
  await wizard.at('This computer');
  await expect(wizard.button('Try it safely')).toHaveCount(0);
  await wizard.press('Leave practice');
  await expect(page.getByText('Practice run.')).toHaveCount(0);
  await wizard.back('Open a door to your Jellyfin');
  await wizard.press('Try it safely');
  await expect(page.getByText('Practice run.')).toBeVisible();
  await expect(wizard.button('Next')).not.toHaveAttribute('aria-disabled', 'true');
});
