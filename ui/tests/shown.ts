import { render } from '@testing-library/svelte';
import { tick } from 'svelte';

import App from '../src/App.svelte';
import { RecordedBackend } from '../src/backend/recorded';
import type { View } from '../src/generated/wizard';
import { Session } from '../src/lib/session.svelte';
import { views } from '../storyboard/views';

/** A recorded view by its name. */
export function recorded(name: string): View {
  const view = views[name];
  if (!view) throw new Error(`no view is recorded as ${name}`);
  return view;
}

/** The application with a recorded view in it. */
export async function shown(view: string | View): Promise<RecordedBackend> {
  const backend = new RecordedBackend(typeof view === 'string' ? recorded(view) : view);
  render(App, { session: new Session(backend) });
  await tick();
  return backend;
}
