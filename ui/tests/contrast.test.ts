import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

type Palette = Record<string, string>;

const css = readFileSync(join(import.meta.dirname, '../src/styles/tokens.css'), 'utf8');
const [light = '', dark = ''] = css.split('prefers-color-scheme: dark');
const colours = (text: string): Palette =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
const palettes: [string, Palette][] = [
  ['light', colours(light)],
  ['dark', { ...colours(light), ...colours(dark) }],
];

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const texts: [string, string[]][] = [
  ['ink', ['paper', 'sheet', 'sunk', 'good-soft', 'warn-soft', 'bad-soft', 'accent-soft']],
  ['ink-soft', ['paper', 'sheet', 'sunk', 'good-soft', 'bad-soft']],
  ['accent-ink', ['accent', 'accent-press']],
  ['accent-text', ['paper', 'sheet', 'sunk', 'accent-soft', 'good-soft', 'bad-soft', 'warn-soft']],
  ['good', ['sheet', 'sunk', 'good-soft']],
  ['warn', ['sheet', 'sunk', 'warn-soft', 'good-soft', 'bad-soft']],
  ['bad', ['paper', 'sheet', 'sunk', 'bad-soft', 'good-soft']],
  ['practice', ['practice-soft']],
];
// Edges of controls and the ring of the focus, against what they stand on.
const edges: [string, string[]][] = [
  ['edge', ['paper', 'sheet', 'sunk']],
  ['accent', ['paper', 'sheet', 'sunk', 'line']],
];

describe.each(palettes)('%s', (_, palette) => {
  const pairs = (table: [string, string[]][]) =>
    table.flatMap(([text, grounds]) =>
      grounds.filter((ground) => palette[ground]).map((ground) => [text, ground] as const),
    );

  test.each(pairs(texts))('%s can be read on %s', (text, ground) => {
    expect(contrast(palette[text]!, palette[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(pairs(edges))('%s can be seen on %s', (edge, ground) => {
    expect(contrast(palette[edge]!, palette[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

test('black on white is 21 to 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});
