import type { Intent, View } from '../generated/wizard';

/** How the line to the program stands: `refused` is a link whose token is used up or out of time. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused';

/** What tells of each change. */
export interface Listener {
  view(view: View): void;
  link(link: Link): void;
}

/** The program behind the window. It owns the state: it sends what is shown and is told what is wanted. */
export interface Backend {
  /** Begins to listen; the result ends it. */
  watch(listener: Listener): () => void;
  /** Hands an intent over, after those before it. Rejected where it did not arrive. */
  send(intent: Intent): Promise<void>;
  /** Opens an address in the person's browser. */
  open(url: string): void;
  /** Where the authority's certificate can be downloaded. Missing where the file itself is at hand. */
  readonly authority?: string;
  /** Lets a person pick a file; `null` where none was picked. Missing where no such dialog is to be had. */
  pickFile?(title: string): Promise<string | null>;
  /** Hears of files dropped on the window; the result ends it. Missing where their paths are not told. */
  onDrop?(drop: (paths: string[]) => void): () => void;
}
