import '@testing-library/svelte/vitest';
import { afterEach, beforeEach, vi } from 'vitest';

import { speak } from '../src/messages/index.svelte';

// What jsdom has no picture of.
window.scrollTo = () => undefined;

beforeEach(async () => {
  localStorage.clear();
  await speak('en');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
