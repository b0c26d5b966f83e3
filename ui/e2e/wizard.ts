import { expect, test as plain, type Locator, type Page } from '@playwright/test';

import { Serving } from './serving';

/** The wizard in a browser, as a person goes through it. */
export class Wizard {
  readonly page: Page;
  readonly serving: Serving;

  constructor(page: Page, serving: Serving) {
    this.page = page;
    this.serving = serving;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  async back(heading: string | RegExp): Promise<void> {
    await this.page.locator('footer').getByRole('button', { name: 'Back', exact: true }).click();
    await this.at(heading);
  }

  /** The heading of the screen that is shown. */
  async at(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: heading })).toBeVisible({ timeout: 40_000 });
  }

  async next(heading: string | RegExp): Promise<void> {
    await expect(this.button('Next')).not.toHaveAttribute('aria-disabled', 'true');
    await this.press('Next');
    await this.at(heading);
  }

  /** What keeps the way on closed. */
  async closed(words: string | RegExp): Promise<void> {
    await expect(this.button('Next')).toHaveAttribute('aria-disabled', 'true');
    await expect(this.page.locator('footer')).toContainText(words);
  }

  /** Takes a card; the whole of it can be pressed. */
  async choose(name: string): Promise<void> {
    await this.page.locator('label').filter({ hasText: name }).click();
    await expect(this.page.getByRole('radio', { name })).toBeChecked();
  }

  /** From the beginning to the review, with a certificate that is made here. */
  async review(domain?: string): Promise<void> {
    await this.toCertificate(domain);
    await this.choose('Make one on this computer');
    await this.next('This will change');
    await expect(this.button('Set it up in practice')).toBeVisible();
  }

  async toDomain(): Promise<void> {
    await this.at('This computer');
    await this.next('Which web server keeps the door?');
    await this.next('Where is your Jellyfin?');
    await this.next('What will people type?');
  }

  async toCertificate(domain?: string): Promise<void> {
    await this.toDomain();
    if (domain) await this.page.getByLabel('Name').fill(domain);
    await this.next('Which certificate?');
  }

  /** The whole set-up, up to its health test. */
  async setUp(domain?: string): Promise<void> {
    await this.review(domain);
    await this.press('Set it up in practice');
    await this.at('All is well');
  }
}

/** A test with a wizard of its own; with nginx unless it says otherwise. */
export const test = plain.extend<{ server: string; wizard: Wizard }>({
  server: ['nginx', { option: true }],
  wizard: async ({ page, server }, use) => {
    const serving = await Serving.with(server);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A browser says so itself where a connection is gone, which some tests are about.
      if (message.type() === 'error' && !message.text().includes('net::ERR_')) complaints.push(message.text());
    });
    await page.goto(serving.link);
    const wizard = new Wizard(page, serving);
    // The first look has ended, in a sandbox that is there.
    await expect(wizard.button('Next')).not.toHaveAttribute('aria-disabled', 'true');
    await use(wizard);
    await serving.end();
    expect(complaints).toEqual([]);
  },
});

export { expect };
