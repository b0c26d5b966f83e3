import { screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';

import { languages, speak, type Language } from '../src/messages/index.svelte';
import { views } from '../storyboard/views';
import { recorded, shown } from './shown';

const names = Object.keys(views);

describe.each(names)('%s', (name) => {
  test('has one heading and nothing that axe objects to', async () => {
    await shown(name);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(document.title).toMatch(/Jellyfin Proxy Wizard$/);
    // Colours are judged by contrast.test.ts, and in a browser by the storyboard: jsdom draws nothing.
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  test('leaves no blank in a sentence, in any language', async () => {
    const backend = await shown(name);
    for (const language of Object.keys(languages) as Language[]) {
      await speak(language);
      backend.show({ ...recorded(name) });
      const text = document.body.textContent ?? '';
      expect(text).not.toMatch(/\{\w+\}|undefined|\[object|NaN/);
    }
  });

  test('says it all the time where it is practice, and never where it is not', async () => {
    const backend = await shown({ ...recorded(name), practice: true });
    expect(screen.getByText('Practice run.')).toBeTruthy();
    backend.show({ ...recorded(name), practice: false });
    await Promise.resolve();
    expect(screen.queryByText('Practice run.')).toBeNull();
  });
});

test('every screen is recorded', () => {
  const seen = new Set(Object.values(views).map((view) => view.screen));
  expect([...seen].sort()).toEqual(
    ['apply', 'certificate', 'computer', 'domain', 'health', 'history', 'home', 'jellyfin', 'proxy', 'review'].sort(),
  );
});
