const PAUSE_MS = 250;
const PATIENCE_MS = 3_000;

/**
 * A text that a person types while views stream in. It is the person's until the program has it: a view that is
 * older than what was typed does not take letters away.
 */
export class Typed {
  text = $state('');
  readonly #send: (text: string) => void;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #awaited: { text: string; until: number } | undefined;

  constructor(text: string, send: (text: string) => void) {
    this.text = text;
    this.#send = send;
  }

  /** Takes what was typed; it is sent once typing pauses. */
  type(text: string): void {
    this.text = text;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Sends at once what was not sent yet; whether there was anything. */
  flush(): boolean {
    if (this.#pause === undefined) return false;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#awaited = { text: this.text, until: Date.now() + PATIENCE_MS };
    this.#send(this.text);
    return true;
  }

  /** Takes the text of a new view, unless it is behind what was typed. */
  catchUp(text: string): void {
    if (this.#pause !== undefined) return;
    if (this.#awaited && this.#awaited.text !== text && Date.now() < this.#awaited.until) return;
    this.#awaited = undefined;
    this.text = text;
  }
}
