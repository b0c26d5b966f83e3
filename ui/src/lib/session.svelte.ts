import type { Backend, Link } from '../backend/backend';
import type { Intent, View } from '../generated/wizard';

/** What is shown and what was typed, for one window. */
export class Session {
  /** The latest view; `null` before the first. */
  view = $state.raw<View | null>(null);
  /** How the line to the program stands. */
  link = $state<Link>('connecting');
  /** Whether the last intent did not arrive. */
  unsent = $state(false);
  readonly backend: Backend;
  readonly #typed = new Set<() => boolean>();

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** Begins to listen; the result ends it. */
  watch(): () => void {
    return this.backend.watch({
      view: (view) => (this.view = view),
      link: (link) => {
        this.link = link;
        if (link === 'open') this.unsent = false;
      },
    });
  }

  /** Sends what was typed and not sent yet, then the intent. */
  send(intent: Intent): void {
    this.flush();
    this.post(intent);
  }

  /** Sends the intent alone. */
  post(intent: Intent): void {
    this.backend.send(intent).then(
      () => (this.unsent = false),
      () => (this.unsent = true),
    );
  }

  /** Sends what was typed and not sent yet; whether there was any. */
  flush(): boolean {
    return [...this.#typed].map((flush) => flush()).includes(true);
  }

  /** Makes a field part of `flush`; the result ends that. */
  register(flush: () => boolean): () => void {
    this.#typed.add(flush);
    return () => this.#typed.delete(flush);
  }
}

/** What each screen is given. */
export interface ScreenProps {
  view: View;
  session: Session;
}
