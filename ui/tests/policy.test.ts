import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(svelte|ts)$/.test(name),
);

// The page's policy forbids inline scripts and styles, and everything from elsewhere: what would need them is found here.
test.each(sources)('%s keeps to the strict policy', (name) => {
  const text = readFileSync(join(root, 'src', name), 'utf8');
  expect(text).not.toMatch(/\{@html|\sstyle="|\seval\(|new Function|innerHTML|<script[^>]+src=/);
  expect(text).not.toMatch(/\son[a-z]+="/);
});

test('the page loads its own files only', () => {
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|https?:/);
  const scripts = [...page.matchAll(/<script[^>]*>(.*?)<\/script>/gs)];
  expect(scripts.map(([, inline]) => inline)).toEqual(['']);
});
