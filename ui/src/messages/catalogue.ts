/*
 * A small typed catalogue in place of a message compiler: TypeScript itself finds a missing key or a parameter that is
 * not given, nothing has to be generated before the sources can be read, and the sentences of the program's codes,
 * which are chosen at run time, need a table anyhow. Each language but English is loaded when it is wanted.
 */
import type { en } from './en';

/** A sentence that depends on a number, by the categories of `Intl.PluralRules`. */
export interface Plural {
  readonly one: string;
  readonly other: string;
}

/** What a code means and what can be done about it. */
export type Told = readonly [meaning: string, next?: string];

type English = typeof en;
type Loose<T> = { readonly [K in keyof T]: T[K] extends string ? string : Plural };
type Codes<T> = { readonly [K in keyof T]: Told };

/** All sentences of a language: each key of English, no other. */
export interface Catalogue {
  readonly screens: Loose<English['screens']>;
  /** Why there is no plan. */
  readonly refusals: Codes<English['refusals']>;
  /** What is wrong with a certificate. */
  readonly certificates: Codes<English['certificates']>;
  /** What is wrong with what was typed. */
  readonly fields: Codes<English['fields']>;
  /** What the root side and the way to it say. */
  readonly root: Codes<English['root']>;
  /** What a check found. */
  readonly checks: Codes<English['checks']>;
  /** What one should know before agreeing. */
  readonly findings: Codes<English['findings']>;
}

/** The tables of codes. */
export type Table = Exclude<keyof Catalogue, 'screens'>;

/** A key of the screens' sentences. */
export type Key = keyof English['screens'];

/** The names in braces of a sentence. */
export type Names<S> = S extends Plural
  ? Names<S['other']>
  : S extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Names<Rest>
    : never;

/** What has to be given for a key. */
export type Given<K extends Key> = [Names<English['screens'][K]>] extends [never]
  ? []
  : [given: Record<Names<English['screens'][K]>, string | number>];
