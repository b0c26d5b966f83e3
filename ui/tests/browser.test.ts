import { beforeEach, expect, test, vi } from 'vitest';

import { browserBackend } from '../src/backend/browser';
import { recorded } from './shown';

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static made: Source[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    Source.made.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }

  say(turn: number): void {
    this.dispatchEvent(new MessageEvent('view', { data: JSON.stringify({ ...recorded('proxy'), turn }) }));
  }
}

const listener = { view: vi.fn(), link: vi.fn() };
const turns = () => listener.view.mock.calls.map(([view]) => (view as { turn: number }).turn);

beforeEach(() => {
  vi.clearAllMocks();
  Source.made = [];
  vi.stubGlobal('EventSource', Source);
});

test('views come by events, and one that is late is dropped', () => {
  const end = browserBackend().watch(listener);
  const [source] = Source.made;
  expect(source?.url).toBe('/api/view');
  source?.dispatchEvent(new Event('open'));
  for (const turn of [3, 2, 4]) source?.say(turn);
  expect(turns()).toEqual([3, 4]);
  end();
  expect(source?.readyState).toBe(Source.CLOSED);
});

test('turns begin anew with a program that was started again', () => {
  browserBackend().watch(listener);
  const [source] = Source.made;
  source?.say(9);
  source?.dispatchEvent(new Event('error'));
  source?.dispatchEvent(new Event('open'));
  source?.say(1);
  expect(turns()).toEqual([9, 1]);
  expect(listener.link.mock.calls.flat()).toEqual(['connecting', 'lost', 'open']);
});

test('a refusal is told, and tried again', () => {
  vi.useFakeTimers();
  browserBackend().watch(listener);
  const [source] = Source.made;
  source!.readyState = Source.CLOSED;
  source?.dispatchEvent(new Event('error'));
  expect(listener.link).toHaveBeenLastCalledWith('refused');
  vi.advanceTimersByTime(3_000);
  expect(Source.made).toHaveLength(2);
});

test('intents go one after the other, each with the cookie of this origin', async () => {
  const answers: (() => void)[] = [];
  const fetched = vi.fn(
    (_: string, __: RequestInit) => new Promise((done) => answers.push(() => done(new Response(null, { status: 204 })))),
  );
  vi.stubGlobal('fetch', fetched);
  const backend = browserBackend();
  const first = backend.send({ do: 'type_domain', text: 'a.example' });
  const second = backend.send({ do: 'next' });
  await Promise.resolve();
  await Promise.resolve();
  expect(fetched).toHaveBeenCalledTimes(1);
  answers[0]?.();
  await first;
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2));
  answers[1]?.();
  await second;
  const [url, init] = fetched.mock.calls[1]!;
  expect(url).toBe('/api/intent');
  expect(init).toMatchObject({ method: 'POST', credentials: 'same-origin', body: '{"do":"next"}' });
});

test('an intent that is refused is told, and does not keep the next one back', async () => {
  const fetched = vi.fn().mockResolvedValueOnce(new Response(null, { status: 403 }));
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  vi.stubGlobal('fetch', fetched);
  const backend = browserBackend();
  await expect(backend.send({ do: 'back' })).rejects.toThrow('403');
  await expect(backend.send({ do: 'back' })).resolves.toBeUndefined();
});
