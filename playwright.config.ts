import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, defineConfig } from '@playwright/test';

const BASE_URL = 'http://localhost:7117';

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
  testDir: 'packages/app/e2e-tests',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // One product, one history: the tests share it.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: BASE_URL,
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
  webServer: {
    command: 'node scripts/start-product.mjs',
    url: `${BASE_URL}/.backstage/health/v1/readiness`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
