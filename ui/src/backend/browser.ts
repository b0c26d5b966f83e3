import type { Intent, View } from '../generated/wizard';
import type { Backend, Listener } from './backend';

const RETRY_MS = 3_000;

/** `jellyfin-proxy serve`: views by server-sent events, intents by POST, both with the cookie of this origin. */
export function browserBackend(): Backend {
  // One after the other, so that what was typed arrives before the "next" that follows it.
  let last: Promise<unknown> = Promise.resolve();
  return {
    authority: '/ca.crt',
    watch,
    send(intent) {
      const sent = last.then(() => post(intent));
      last = sent.catch(() => undefined);
      return sent;
    },
    open: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
  };
}

async function post(intent: Intent): Promise<void> {
  const response = await fetch('/api/intent', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(intent),
  });
  if (!response.ok) throw new Error(`/api/intent answered ${response.status}`);
}

function watch(listener: Listener): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    // Turns begin anew with each program, so only those of one connection are compared.
    let turn = -1;
    source = new EventSource('/api/view');
    source.addEventListener('view', (event) => {
      const view = JSON.parse((event as MessageEvent<string>).data) as View;
      if (view.turn <= turn) return;
      turn = view.turn;
      listener.view(view);
    });
    source.addEventListener('open', () => {
      turn = -1;
      listener.link('open');
    });
    source.addEventListener('error', () => {
      // A closed source was answered with a refusal; any other tries again by itself.
      const refused = source?.readyState === EventSource.CLOSED;
      listener.link(refused ? 'refused' : 'lost');
      if (refused) retry = setTimeout(connect, RETRY_MS);
    });
  };

  listener.link('connecting');
  connect();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
