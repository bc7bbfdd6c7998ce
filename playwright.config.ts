import { defineConfig } from '@playwright/test';
import {
  CHROMIUM_ARGUMENTS,
  findChromium,
} from './scripts/lib/findChromium.mjs';

export default defineConfig({
  testDir: 'packages/browser-tests/src',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each with a product of its own, whose history its tests share.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    // Without pictures of every moment, which take a quarter of the time; what the page contained is in it.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: CHROMIUM_ARGUMENTS,
    },
  },
  projects: [
    { name: 'tests', testMatch: '*.test.ts' },
    { name: 'screenshots', testMatch: '*.screenshots.ts' },
  ],
});
