import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { Catalogue, Plural, Table } from '../src/messages/catalogue';
import { de } from '../src/messages/de';
import { en } from '../src/messages/en';
import { es } from '../src/messages/es';
import { fr } from '../src/messages/fr';
import { preferred, speak, t } from '../src/messages/index.svelte';
import { zh } from '../src/messages/zh';

const root = join(import.meta.dirname, '..');
const english: Catalogue = en;
const others: [string, Catalogue][] = [
  ['de', de],
  ['es', es],
  ['fr', fr],
  ['zh', zh],
];
const tables = Object.keys(en).filter((table): table is Table => table !== 'screens');
const forms = (text: string | Plural) => (typeof text === 'string' ? [text] : [text.one, text.other]);
const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
}

/** The words of a section of docs/codes.md. */
function codesOf(heading: string): string[] {
  const documented = readFileSync(join(root, '../docs/codes.md'), 'utf8');
  const section = documented.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, code]) => code!));
}

describe('the codes of docs/codes.md are told', () => {
  test.each<[Table, string, Table[]]>([
    ['refusals', 'Why there is no plan', ['refusals']],
    ['certificates', 'What is wrong with a certificate', ['certificates']],
    ['fields', 'What is wrong with what was typed', ['fields']],
    ['root', 'What the root side says', ['root']],
    ['checks', 'What a check found', ['checks']],
  ])('%s', (table, heading) => {
    const codes = codesOf(heading);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !Object.hasOwn(en[table], code))).toEqual([]);
  });

  test('and those of the findings, as the engine spells them', () => {
    const sources = filesBelow(join(root, '../src-tauri/crates/engine/src'), /\.rs$/)
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const codes = [...sources.matchAll(/Finding::(?:note|warning)\(\s*"(\w+)"/g)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(20);
    expect([...new Set(codes)].filter((code) => !Object.hasOwn(en.findings, code))).toEqual([]);
  });
});

test.each(tables)('each code of the %s that the wizard can show has its row in docs/codes.md', (table) => {
  const rows = new Set(
    readFileSync(join(root, '../docs/codes.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, code]) => code!)),
  );
  expect(Object.keys(en[table]).filter((code) => !rows.has(code))).toEqual([]);
});

test.each(['refusals', 'certificates', 'root'] as const)('each code of the %s says what to do next', (table) => {
  const told = Object.entries(en[table] as Record<string, readonly string[]>);
  expect(told.filter(([, sentences]) => sentences.length < 2).map(([code]) => code)).toEqual([]);
});

test('the words that the wizard itself sends are told', () => {
  const sources = ['wizard', 'front', 'helper'].flatMap((part) =>
    filesBelow(join(root, '../src-tauri/crates', part, 'src'), /\.rs$/).filter((file) => !/\/tests?[/.]/.test(file)),
  );
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
  const codes = [...text.matchAll(/\bcode: "(\w+)"/g)].map(([, code]) => code!);
  expect(codes.length).toBeGreaterThan(2);
  expect([...new Set(codes)].filter((code) => !tables.some((table) => Object.hasOwn(en[table], code)))).toEqual([]);
});

test('no sentence of the screens is unused', () => {
  const sources = filesBelow(join(root, 'src'), /\.(svelte|ts)$/)
    .filter((file) => !file.includes('/messages/en') && !/\/messages\/(de|es|fr|zh)/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  // A key is written out, or begins as a template in which the rest is filled in: `screen.${…}`.
  const begun = [...sources.matchAll(/`([\w.]+[._])\$\{/g)].map(([, start]) => start!);
  const used = (key: string) => sources.includes(`'${key}'`) || begun.some((start) => key.startsWith(start));
  expect(Object.keys(en.screens).filter((key) => !used(key))).toEqual([]);
});

describe.each(others)('%s', (_, catalogue) => {
  test('has each sentence of the screens, with the same blanks', () => {
    expect(Object.keys(catalogue.screens).sort()).toEqual(Object.keys(en.screens).sort());
    for (const [key, text] of Object.entries(catalogue.screens)) {
      const original = english.screens[key as keyof typeof english.screens];
      for (const form of forms(text)) {
        expect(form.trim(), key).not.toBe('');
        expect(blanks(form), key).toEqual(blanks(forms(original).at(-1)!));
      }
    }
  });

  test.each(tables)('has each code of the %s, with a next step where there is one', (table) => {
    const original = english[table] as Record<string, readonly string[]>;
    const told = catalogue[table] as Record<string, readonly string[]>;
    expect(Object.keys(told).sort()).toEqual(Object.keys(original).sort());
    for (const [code, sentences] of Object.entries(told)) {
      expect(sentences.length, code).toBe(original[code]?.length);
      for (const sentence of sentences) expect(sentence.trim(), code).not.toBe('');
    }
  });

  test('is not English', () => {
    const same = (a: string, b: string) => a === b && a.length > 20 && a !== 'Jellyfin Proxy Wizard';
    const left = Object.entries(catalogue.screens).filter(([key, text]) =>
      forms(text).some((form, at) => same(form, forms(english.screens[key as keyof typeof english.screens])[at] ?? '')),
    );
    expect(left.map(([key]) => key)).toEqual([]);
    for (const table of tables) {
      const original = english[table] as Record<string, readonly string[]>;
      const told = Object.entries(catalogue[table] as Record<string, readonly string[]>);
      expect(told.filter(([code, sentences]) => sentences.some((s, at) => same(s, original[code]?.[at] ?? '')))).toEqual([]);
    }
  });
});

describe('a language', () => {
  test('is the one kept, else the first of the system’s that is spoken', () => {
    const system = (...tags: string[]) =>
      Object.defineProperty(navigator, 'languages', { value: tags, configurable: true });
    localStorage.clear();
    system('pt-BR', 'fr-CA', 'en');
    expect(preferred()).toBe('fr');
    system('zh-Hans-CN');
    expect(preferred()).toBe('zh');
    system('tlh');
    expect(preferred()).toBe('en');
    localStorage.setItem('language', 'es');
    expect(preferred()).toBe('es');
    localStorage.setItem('language', 'constructor');
    expect(preferred()).toBe('en');
  });

  test('counts as it does', async () => {
    expect(t('health.faults', { count: 1 })).toBe('1 thing to mend');
    expect(t('health.faults', { count: 0 })).toBe('0 things to mend');
    await speak('fr');
    expect(t('health.faults', { count: 0 })).toBe(fr.screens['health.faults'].one.replace('{count}', '0'));
  });
});
