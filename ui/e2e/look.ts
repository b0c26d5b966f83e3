import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, type Page } from '@playwright/test';

const here = import.meta.dirname;
const axe = readFileSync(join(here, '../node_modules/axe-core/axe.min.js'), 'utf8');

/** Where the pictures go. */
export const pictures = join(here, '../../target/screenshots');

const themes = ['light', 'dark'] as const;
const widths = [320, 768, 1280];
const languages = ['en', 'de', 'es', 'fr', 'zh'];

interface Fault {
  id: string;
  nodes: { html: string; any: { message: string }[] }[];
}

/** Nothing that axe objects to, colours included. */
export async function soundToAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(of: Document): Promise<{ violations: Fault[] }> } }).axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.any[0]?.message ?? ''}`);
  });
  expect(found).toEqual([]);
}

/** Nothing is wider than the window, save what scrolls by itself. */
export async function withinWidth(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const outside = [...document.querySelectorAll('body *')].filter(
      (each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.code'),
    );
    const names = outside.slice(0, 3).map((each) => `${each.tagName}.${each.className} ${each.textContent?.slice(0, 60)}`);
    return scrollWidth > clientWidth ? [`${scrollWidth} > ${clientWidth}`, ...names] : names;
  });
  expect(wide).toEqual([]);
}

/** Speaks a language, as one chooses it in the menu. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.locator('.language select').selectOption(language);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

async function sized(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width < 600 ? 640 : 800 });
}

/** The size of letters that a person sets in the browser, in percent of the usual one. */
async function text(page: Page, percent: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: (16 * percent) / 100, fixed: (13 * percent) / 100 } });
  await devtools.detach();
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

/** Looks at a screen as everybody sees it, and keeps pictures of it. */
export async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await sized(page, width);
      await withinWidth(page);
      await picture(page, `${name}-${colorScheme}-${width}`);
    }
    await soundToAxe(page);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The same for those who see it otherwise: large letters, few colours, another language. */
export async function lookClosely(page: Page, name: string): Promise<void> {
  await look(page, name);
  await sized(page, 768);
  await text(page, 200);
  await withinWidth(page);
  await picture(page, `${name}-large`);
  await text(page, 100);
  await page.emulateMedia({ forcedColors: 'active' });
  await picture(page, `${name}-forced`);
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
  for (const language of languages) {
    await speak(page, language);
    for (const width of widths) {
      await sized(page, width);
      await withinWidth(page);
    }
    if (language !== 'en') await picture(page, `${name}-${language}`);
  }
  await speak(page, 'en');
}
