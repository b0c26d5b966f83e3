// Who is let in, and what one sees who is not, or no longer.
import { test as plain } from '@playwright/test';

import { look } from './look';
import { Serving } from './serving';
import { expect, test } from './wizard';

test('the link lets one browser in, once', async ({ wizard, browser }) => {
  await wizard.at('This computer');
  const stranger = await (await browser.newContext()).newPage();
  for (const address of [
    wizard.serving.link,
    wizard.serving.address,
    `${wizard.serving.address}?token=0123456789abcdef0123456789abcdef`,
  ]) {
    const answer = await stranger.goto(address);
    expect(answer?.status()).toBe(403);
    await expect(stranger.locator('body')).toContainText(/jellyfin-proxy serve/);
  }
  await stranger.context().close();
  await wizard.page.reload();
  await wizard.at('This computer');
});

test('a page whose program is gone says so', async ({ wizard }) => {
  await wizard.at('This computer');
  await wizard.serving.end();
  await expect(wizard.page.getByRole('alert')).toContainText('does not answer');
  await look(wizard.page, 'program-gone');
});

plain('nobody who uses it for a minute ends it', async ({ page }) => {
  const serving = await Serving.with('nginx', '--idle-minutes', '1');
  await page.goto(serving.link);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => serving.runs, { timeout: 90_000, intervals: [1_000] }).toBe(false);
  await expect(page.getByRole('alert')).toContainText('does not answer');
  await serving.end();
});
