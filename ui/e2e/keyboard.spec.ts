// From start to end without a mouse; the focus is always somewhere, and always seen.
import { expect, test, type Wizard } from './wizard';

/** Goes on by the tabulator until a button, a link or a field of that name has the focus. */
async function tabTo(wizard: Wizard, name: RegExp): Promise<void> {
  const { page } = wizard;
  for (let turns = 0; turns < 60; turns += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const here = document.activeElement as HTMLElement | null;
      if (!here || here === document.body) return null;
      const outlined = (each: Element | null) => each !== null && getComputedStyle(each).outlineStyle !== 'none';
      const label = here instanceof HTMLInputElement ? (here.labels?.[0]?.textContent ?? '') : (here.textContent ?? '');
      return {
        words: (here.getAttribute('aria-label') ?? label).trim(),
        // A hidden radio is shown by its card, a stop on a narrow window by its bar.
        seen: [here, here.closest('.choice'), here.parentElement?.querySelector('.dot') ?? null].some(outlined),
      };
    });
    if (focus === null) continue;
    expect(focus.seen, `the focus on “${focus.words}” is seen`).toBe(true);
    if (name.test(focus.words)) return;
  }
  throw new Error(`the tabulator never comes to ${name}`);
}

test('goes from the computer to a healthy site and back by keys alone', async ({ wizard }) => {
  const { page } = wizard;
  const on = async (heading: RegExp | string) => {
    await expect(wizard.button('Next')).not.toHaveAttribute('aria-disabled', 'true');
    await tabTo(wizard, /^Next/);
    await page.keyboard.press('Enter');
    await wizard.at(heading);
    // The new screen's heading takes the focus, for whoever goes by ear.
    await expect(page.locator('[data-screen-heading]')).toBeFocused();
  };
  await wizard.at('This computer');
  await on('Which web server keeps the door?');
  await on('Where is your Jellyfin?');
  await on('What will people type?');
  await tabTo(wizard, /^Name/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('keys.practice.test');
  // What was typed just now is not lost to the one who presses Enter at once.
  await page.keyboard.press('Enter');
  await wizard.at('Which certificate?');
  await tabTo(wizard, /^(My own files|None|One file|Make one)/);
  await page.keyboard.press('Space');
  for (let turns = 0; turns < 6; turns += 1) {
    if (await page.getByRole('radio', { name: 'Make one on this computer' }).isChecked()) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(page.getByRole('radio', { name: 'Make one on this computer' })).toBeChecked();
  await on('This will change');
  await expect(wizard.button('Set it up in practice')).toBeVisible();
  await tabTo(wizard, /^Set it up/);
  await page.keyboard.press('Enter');
  await wizard.at('All is well');
  await expect(page.locator('[data-screen-heading]')).toBeFocused();
  await tabTo(wizard, /^Undo/);
  await page.keyboard.press('Enter');
  await wizard.at('Everything is as it was');
});
