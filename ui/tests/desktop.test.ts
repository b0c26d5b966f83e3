import { emit } from '@tauri-apps/api/event';
import { clearMocks, mockIPC, mockWindows } from '@tauri-apps/api/mocks';
import { afterEach, expect, test, vi } from 'vitest';

import { backendHere } from '../src/backend';
import { recorded } from './shown';

const calls: [string, unknown][] = [];

function bridge(answer: (command: string) => unknown): void {
  mockWindows('main');
  mockIPC(
    (command, given) => {
      calls.push([command, given]);
      return answer(command);
    },
    { shouldMockEvents: true },
  );
}

afterEach(() => {
  calls.length = 0;
  clearMocks();
});

test('the bridge is taken where there is one: the first view is asked for, then they come', async () => {
  bridge(() => ({ ...recorded('proxy'), turn: 5 }));
  const listener = { view: vi.fn(), link: vi.fn() };
  const backend = await backendHere();
  const end = backend.watch(listener);
  await vi.waitFor(() => expect(listener.view).toHaveBeenCalledTimes(1));
  await emit('view', { ...recorded('jellyfin'), turn: 4 });
  await emit('view', { ...recorded('jellyfin'), turn: 6 });
  expect(listener.view.mock.calls.map(([view]) => (view as { turn: number }).turn)).toEqual([5, 6]);
  expect(listener.link.mock.calls.flat()).toEqual(['connecting', 'open']);
  end();
});

test('intents, the file dialog and addresses go over the bridge', async () => {
  bridge((command) => (command === 'plugin:dialog|open' ? '/etc/picked.pem' : null));
  const backend = await backendHere();
  await backend.send({ do: 'begin' });
  expect(await backend.pickFile?.('Key')).toBe('/etc/picked.pem');
  backend.open('https://jellyfin.example.com');
  expect(calls.map(([command]) => command)).toEqual(['intent', 'plugin:dialog|open', 'plugin:opener|open_url']);
  expect(calls[0]?.[1]).toEqual({ intent: { do: 'begin' } });
});

test('a bridge that fails is told', async () => {
  bridge(() => {
    throw new Error('no such command');
  });
  const listener = { view: vi.fn(), link: vi.fn() };
  (await backendHere()).watch(listener);
  await vi.waitFor(() => expect(listener.link).toHaveBeenLastCalledWith('lost'));
});
