// The README's pictures, of a real practice run.
import { join } from 'node:path';

import { test, type Wizard } from './wizard';

const kept = join(import.meta.dirname, '../../docs/pictures');

test.use({ viewport: { width: 1080, height: 760 } });

async function keep({ page }: Wizard, name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.screenshot({ path: join(kept, `${name}.png`), animations: 'disabled', caret: 'hide' });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('from the question to the health test', async ({ wizard }) => {
  const { page } = wizard;
  await wizard.next('Which web server keeps the door?');
  await keep(wizard, 'web-server');
  await wizard.next('Where is your Jellyfin?');
  await page.getByText('Jellyfin answers').waitFor();
  await wizard.next('What will people type?');
  await wizard.next('Which certificate?');
  await wizard.choose('Make one on this computer');
  await wizard.next('This will change');
  await page.getByText('Reload the web server').waitFor();
  await page.locator('summary').filter({ hasText: 'sites-available' }).first().click();
  await page.getByRole('heading', { level: 2, name: 'Web server' }).evaluate((heading) => {
    window.scrollTo({ top: heading.getBoundingClientRect().top + window.scrollY - 90 });
  });
  await keep(wizard, 'review');
  await wizard.press('Set it up in practice');
  await wizard.at('All is well');
  await keep(wizard, 'health', 'dark');
});
