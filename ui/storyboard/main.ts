import { mount, tick } from 'svelte';

import App from '../src/App.svelte';
import { RecordedBackend } from '../src/backend/recorded';
import { Session } from '../src/lib/session.svelte';
import { languages, speak, type Language } from '../src/messages/index.svelte';
import '../src/styles/tokens.css';
import '../src/styles/base.css';
import '../src/styles/layout.css';
import { views } from './views';

// Shows the recorded view that the address names: storyboard.html#review or #review/de.
const backend = new RecordedBackend();
const target = document.getElementById('app');
if (target) mount(App, { target, props: { session: new Session(backend) } });

async function show(): Promise<void> {
  const [name = '', language = 'en'] = decodeURIComponent(location.hash.slice(1)).split('/');
  if (Object.hasOwn(languages, language)) await speak(language as Language);
  const view = views[name] ?? views['computer'];
  if (view) backend.show(view);
  await tick();
  document.documentElement.dataset['shown'] = location.hash;
}

Object.assign(window, { storyboard: Object.keys(views) });
window.addEventListener('hashchange', () => void show());
void show();
