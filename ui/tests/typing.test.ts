import { fireEvent, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, test, vi } from 'vitest';

import { Typed } from '../src/lib/typed.svelte';
import { recorded, shown } from './shown';

describe('a text', () => {
  test('is sent once typing pauses', () => {
    vi.useFakeTimers();
    const send = vi.fn();
    const typed = new Typed('', send);
    typed.type('j');
    typed.type('je');
    vi.advanceTimersByTime(249);
    expect(send).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(send.mock.calls).toEqual([['je']]);
  });

  test('is not taken back by a view that is behind', () => {
    vi.useFakeTimers();
    const typed = new Typed('a', vi.fn());
    typed.type('ab');
    typed.catchUp('a');
    expect(typed.text).toBe('ab');
    vi.advanceTimersByTime(250);
    typed.catchUp('a');
    expect(typed.text).toBe('ab');
    typed.catchUp('ab');
    typed.catchUp('other');
    expect(typed.text).toBe('other');
  });

  test('gives way in the end where the program has another', () => {
    vi.useFakeTimers();
    const typed = new Typed('a', vi.fn());
    typed.type('ab');
    vi.advanceTimersByTime(4_000);
    typed.catchUp('a');
    expect(typed.text).toBe('a');
  });
});

test('what was typed arrives before the "next" that follows it', async () => {
  const backend = await shown('domain-empty');
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'jellyfin.example.com' } });
  await fireEvent.submit(document.querySelector('form')!);
  expect(backend.sent).toEqual([{ do: 'type_domain', text: 'jellyfin.example.com' }, { do: 'next' }]);
});

test('what was typed is not lost by going back at once', async () => {
  const backend = await shown('domain-empty');
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'jelly' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Back' }));
  expect(backend.sent).toEqual([{ do: 'type_domain', text: 'jelly' }, { do: 'back' }]);
});

test('a view does not move the caret', async () => {
  const backend = await shown('domain-empty');
  const field = screen.getByLabelText<HTMLInputElement>('Name');
  field.focus();
  await fireEvent.input(field, { target: { value: 'jelly.example.com' } });
  field.setSelectionRange(5, 5);
  backend.show({ ...recorded('domain-empty'), turn: 2 });
  await tick();
  expect(document.activeElement).toBe(field);
  expect([field.value, field.selectionStart]).toEqual(['jelly.example.com', 5]);
});
