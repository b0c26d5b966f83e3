import type { Intent, View } from '../generated/wizard';
import type { Backend, Link, Listener } from './backend';

/** A backend that shows recorded views and writes down what it is told: for tests and the storyboard. */
export class RecordedBackend implements Backend {
  /** What was sent, in order. */
  readonly sent: Intent[] = [];
  /** The addresses that were to be opened. */
  readonly opened: string[] = [];
  pickFile?: (title: string) => Promise<string | null>;
  #listener: Listener | undefined;
  #view: View | undefined;

  constructor(view?: View) {
    this.#view = view;
  }

  watch(listener: Listener): () => void {
    this.#listener = listener;
    listener.link('open');
    if (this.#view) listener.view(this.#view);
    return () => (this.#listener = undefined);
  }

  send(intent: Intent): Promise<void> {
    this.sent.push(intent);
    return Promise.resolve();
  }

  open(url: string): void {
    this.opened.push(url);
  }

  /** Shows another view. */
  show(view: View): void {
    this.#view = view;
    this.#listener?.view(view);
  }

  /** Lets the line stand otherwise. */
  link(link: Link): void {
    this.#listener?.link(link);
  }
}
