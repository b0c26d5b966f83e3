// Every screen in every state, also those that no practice run comes to: `npm run storyboard` builds the page of them.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { expect, test, type Page } from '@playwright/test';

import { views } from '../storyboard/views';
import { pictures, soundToAxe, withinWidth } from './look';

const ADDRESS = 'http://storyboard.test/';
const built = join(import.meta.dirname, '../node_modules/.storyboard');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
// That of `jellyfin-proxy serve`.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

const languages = ['en', 'de', 'es', 'fr', 'zh'];
const groups = [...new Set(Object.keys(views).map((name) => name.split('-')[0]!))];

async function show(page: Page, name: string, language = 'en'): Promise<void> {
  const hash = `#${name}/${language}`;
  await page.evaluate((to) => void (location.hash = to), hash);
  await expect(page.locator('html')).toHaveAttribute('data-shown', hash);
}

test.beforeEach(async ({ page }) => {
  await page.route(`${ADDRESS}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const contentType = types[extname(pathname)] ?? 'application/octet-stream';
    await route.fulfill({
      body: await readFile(join(built, pathname)),
      headers: { 'content-type': contentType, 'content-security-policy': policy },
    });
  });
  await page.goto(`${ADDRESS}storyboard.html`);
});

for (const group of groups) {
  const names = Object.keys(views).filter((name) => name.split('-')[0] === group);
  test(`${group}: ${names.length} states are sound`, async ({ page }) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    for (const [width, height, colorScheme] of [
      [320, 640, 'light'],
      [1280, 800, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      for (const name of names) {
        await show(page, name);
        await test.step(`${name} at ${width}`, async () => {
          await soundToAxe(page);
          await page.screenshot({ path: join(pictures, `story-${name}-${colorScheme}-${width}.png`), animations: 'disabled' });
          for (const language of languages) {
            await show(page, name, language);
            await withinWidth(page);
          }
        });
      }
    }
    expect(complaints).toEqual([]);
  });
}
