import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Options that let a headless Chromium run in a container, and ask the network for nothing. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The Chromium to use: the one named by PLAYWRIGHT_CHROMIUM_PATH, the one on the PATH,
 * or the one that Playwright has downloaded.
 */
export function findChromium() {
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
