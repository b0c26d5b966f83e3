import type { Catalogue, Given, Key, Plural, Table, Told } from './catalogue';
import { en } from './en';

/** The languages, each by its own name. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  zh: '简体中文',
} as const;

/** A language's tag. */
export type Language = keyof typeof languages;

const KEPT = 'language';
const loaders: Record<Language, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(en),
  de: () => import('./de').then((module) => module.de),
  es: () => import('./es').then((module) => module.es),
  fr: () => import('./fr').then((module) => module.fr),
  zh: () => import('./zh').then((module) => module.zh),
};

let language = $state<Language>('en');
let catalogue = $state.raw<Catalogue>(en);

/** The language that is spoken. */
export function spoken(): Language {
  return language;
}

/** Speaks another language, once its sentences are there, and remembers it. */
export async function speak(next: Language): Promise<void> {
  catalogue = await loaders[next]();
  language = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // A browser may forbid storage; the choice then lasts as long as the page.
  }
}

/** The language chosen before, else the first of the system's that is spoken here. */
export function preferred(): Language {
  const known = (tag: string | null): tag is Language => tag !== null && Object.hasOwn(languages, tag);
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    // As above.
  }
  if (known(kept)) return kept;
  return navigator.languages.map((tag) => tag.split('-')[0] ?? '').find(known) ?? 'en';
}

/** A sentence of the screens; `count` chooses its plural. */
export function t<K extends Key>(key: K, ...given: Given<K>): string {
  const sentence: string | Plural = catalogue.screens[key];
  const values: Record<string, string | number> = given[0] ?? {};
  return fill(typeof sentence === 'string' ? sentence : plural(sentence, Number(values['count'])), values);
}

/** What a code means in the language that is spoken; `undefined` where the catalogue does not have it. */
export function told(tables: readonly Table[], code: string): Told | undefined {
  for (const table of tables) {
    const told = (catalogue[table] as Record<string, Told>)[code];
    if (told && Object.hasOwn(catalogue[table], code)) return told;
  }
  return undefined;
}

/** A day such as `2027-02-01`, or a moment by RFC 3339, in words; as it is where it is neither. */
export function date(text: string, style: 'day' | 'moment'): string {
  const when = new Date(text);
  if (Number.isNaN(when.getTime())) return text;
  const options: Intl.DateTimeFormatOptions =
    style === 'day' ? { dateStyle: 'long', timeZone: 'UTC' } : { dateStyle: 'long', timeStyle: 'short' };
  return new Intl.DateTimeFormat(language, options).format(when);
}

/** A duration in seconds. */
export function seconds(value: number): string {
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Names in a row, as the language joins them. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

function plural(forms: Plural, count: number): string {
  return new Intl.PluralRules(language).select(count) === 'one' ? forms.one : forms.other;
}

function fill(sentence: string, values: Record<string, string | number>): string {
  const shown = (value: string | number) =>
    typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : shown(value);
  });
}
