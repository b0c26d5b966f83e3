import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Two pages from one source: the application, and (mode `storyboard`) the page that shows each recorded screen.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  base: './',
  // Under vitest Svelte's mount() must be the browser's, not the server's.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    outDir: mode === 'storyboard' ? 'node_modules/.storyboard' : 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The page's policy allows neither inline scripts nor data: addresses, so nothing is put inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: mode === 'storyboard' ? 'storyboard.html' : 'index.html' },
  },
  server: { port: 1420, strictPort: true },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 30_000,
  },
}));
