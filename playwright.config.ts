import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, defineConfig } from '@playwright/test';

/**
 * The Chromium to use: the one named by PLAYWRIGHT_CHROMIUM_PATH, the one on the PATH,
 * or the one that Playwright has downloaded.
 */
function findChromium(): string {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => [
      join(folder, 'chromium'),
      join(folder, 'chromium-browser'),
      join(folder, 'google-chrome'),
    ]);
  const candidates = [
    process.env.PLAYWRIGHT_CHROMIUM_PATH,
    ...onPath,
    chromium.executablePath(),
  ];
  const found = candidates.find(path => path && existsSync(path));
  if (!found) {
    throw new Error(
      'No Chromium was found. Install one (apt-get install chromium, or npx playwright install chromium), or name it in PLAYWRIGHT_CHROMIUM_PATH.',
    );
  }
  return found;
}

export default defineConfig({
  testDir: 'packages/browser-tests/src',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // One product at a time, with one history, which the tests share.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'tests', testMatch: '*.test.ts' },
    { name: 'screenshots', testMatch: '*.screenshots.ts' },
  ],
});
