import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { open as pick } from '@tauri-apps/plugin-dialog';
import { openUrl } from '@tauri-apps/plugin-opener';

import type { Intent, View } from '../generated/wizard';
import type { Backend, Listener } from './backend';

/** The desktop application: views by the event `view`, intents by the command `intent`. */
export function desktopBackend(): Backend {
  let last: Promise<unknown> = Promise.resolve();
  return {
    watch,
    send(intent: Intent) {
      const sent = last.then(() => invoke<void>('intent', { intent }));
      last = sent.catch(() => undefined);
      return sent;
    },
    open: (url) => void openUrl(url),
    pickFile: (title) => pick({ title, multiple: false, directory: false }),
    onDrop(drop) {
      const ending = getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === 'drop') drop(payload.paths);
      });
      return () => void ending.then((end) => end());
    },
  };
}

function watch(listener: Listener): () => void {
  let turn = -1;
  const show = (view: View) => {
    if (view.turn <= turn) return;
    turn = view.turn;
    listener.view(view);
  };
  listener.link('connecting');
  // The start does not wait for the listening; a view that is sent meanwhile is asked for once more.
  invoke<View>('view').then(show, () => undefined);
  const ending = listen<View>('view', (event) => show(event.payload));
  ending
    .then(() => invoke<View>('view'))
    .then((view) => {
      listener.link('open');
      show(view);
    })
    .catch(() => listener.link('lost'));
  return () => void ending.then((end) => end());
}
