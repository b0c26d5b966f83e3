// Pictures of every screen, and what only a real browser can tell: nothing is wider than the window, nothing is kept
// back by the page's policy, and axe finds nothing (colours included).
//
//   npm run shots -- FOLDER [--only NAME,NAME] [--language de] [--widths 1280,320] [--themes light,dark] [--zoom 2]
//                           [--forced] [--tall] [--no-axe]
//
// Needs Debian's chromium, which it talks to over a pipe, and a build: vite build --mode storyboard.
import { spawn } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    language: { type: 'string', default: 'en' },
    widths: { type: 'string', default: '1280,768,320' },
    themes: { type: 'string', default: 'light,dark' },
    zoom: { type: 'string', default: '1' },
    forced: { type: 'boolean', default: false },
    tall: { type: 'boolean', default: false },
    'no-axe': { type: 'boolean', default: false },
  },
});
const folder = positionals[0];
if (!folder) throw new Error('say into which folder');
mkdirSync(folder, { recursive: true });

const here = new URL('..', import.meta.url).pathname;
const site = join(here, 'node_modules/.storyboard');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const server = createServer((request, response) => {
  const path = join(site, normalize(new URL(request.url, 'http://x').pathname));
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(response);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const address = `http://127.0.0.1:${server.address().port}/storyboard.html`;

const profile = mkdtempSync(join(tmpdir(), 'shots-'));
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-pipe', '--hide-scrollbars'];
const chromium = spawn('chromium', [...flags, `--user-data-dir=${profile}`], {
  stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
});
const waiting = new Map();
const heard = [];
let buffer = '';
chromium.stdio[4].setEncoding('utf8').on('data', (chunk) => {
  const messages = (buffer + chunk).split('\0');
  buffer = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    if (message.id) waiting.get(message.id)(message);
    else heard.push(message);
  }
});
let last = 0;
let sessionId;
const ask = (method, params = {}) =>
  new Promise((answer, fail) => {
    const id = ++last;
    waiting.set(id, ({ result, error }) => (error ? fail(new Error(`${method}: ${error.message}`)) : answer(result)));
    chromium.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  });
const evaluate = async (expression) => {
  const { result, exceptionDetails } = await ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
};

let faults = 0;
const fault = (name, words) => {
  faults += 1;
  console.log(`${name}: ${words}`);
};

try {
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' });
  ({ sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true }));
  await Promise.all(['Page', 'Runtime', 'Log'].map((domain) => ask(`${domain}.enable`)));
  await ask('Page.navigate', { url: address });
  await evaluate(`new Promise((go) => { const wait = () => window.storyboard ? go() : setTimeout(wait, 50); wait(); })`);
  const all = await evaluate('window.storyboard');
  const names = values.only ? all.filter((name) => values.only.split(',').includes(name)) : all;
  const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
  if (!values['no-axe']) await evaluate(`${axe};0`);

  for (const theme of values.themes.split(',')) {
    const features = [
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
      ...(values.forced ? [{ name: 'forced-colors', value: 'active' }] : []),
    ];
    await ask('Emulation.setEmulatedMedia', { features });
    for (const width of values.widths.split(',').map(Number)) {
      const height = width < 600 ? 640 : 800;
      const zoom = Number(values.zoom);
      await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
      for (const name of names) {
        const id = [name, theme, width, values.language, ...(zoom === 1 ? [] : [`x${zoom}`])].join('-');
        await evaluate(
          `document.documentElement.style.fontSize = '${100 * zoom}%'; location.hash = '${name}/${values.language}';
           new Promise((go) => { const wait = () => document.documentElement.dataset.shown === location.hash
             ? requestAnimationFrame(() => requestAnimationFrame(go)) : setTimeout(wait, 10); wait(); })`,
        );
        const wide = await evaluate(
          `[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
             && !e.closest('.code')).map((e) => e.tagName + '.' + e.className).slice(0, 3).join(' ')`,
        );
        if (wide) fault(id, `wider than the window: ${wide}`);
        if (!values['no-axe'] && width !== 768) {
          const found = await evaluate(
            `axe.run(document).then(({ violations }) => violations.map((v) => v.id + ' ' + v.nodes[0].html.slice(0, 160)
               + ' ' + (v.nodes[0].any[0]?.message ?? '')))`,
          );
          for (const each of found) fault(id, `axe: ${each}`);
        }
        const tall = values.tall ? await evaluate('document.documentElement.scrollHeight') : height;
        if (tall > height) await ask('Emulation.setDeviceMetricsOverride', { width, height: tall, deviceScaleFactor: 1, mobile: false });
        const { data } = await ask('Page.captureScreenshot', { format: 'png' });
        writeFileSync(join(folder, `${id}.png`), Buffer.from(data, 'base64'));
        if (tall > height) await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
      }
    }
  }
  for (const { method, params } of heard) {
    if (method === 'Runtime.exceptionThrown') fault('page', params.exceptionDetails.exception?.description);
    if (method === 'Log.entryAdded' && params.entry.level === 'error') fault('page', params.entry.text);
  }
} finally {
  chromium.kill();
  server.close();
  await new Promise((ended) => chromium.once('exit', ended));
  rmSync(profile, { recursive: true, force: true });
}
console.log(faults === 0 ? 'nothing found' : `${faults} found`);
process.exitCode = faults === 0 ? 0 : 1;
