import { defineConfig } from '@playwright/test';

// Debian's Chromium, with nothing that it would do on the network by itself.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/e2e',
  reporter: [['list', { printSteps: false }]],
  // The README's pictures are made by `npm run pictures` only: they are kept with the sources.
  testIgnore: process.env['PICTURES'] ? [] : 'pictures.spec.ts',
  // Each test has a sandbox and servers of its own.
  fullyParallel: true,
  workers: 2,
  // The longest takes under a minute; on a machine that does much else at the same time, several.
  timeout: 480_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    actionTimeout: 20_000,
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: quiet },
  },
});
