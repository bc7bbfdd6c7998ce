import { expect, Page } from '@playwright/test';
import { DataSync } from './DataSync';

/** Expects the answer, the timeline and the latest of the history above the fold of a desk. */
export async function expectAnswersOnDesk(page: Page, hasHistory = true) {
  const dataSync = new DataSync(page);
  const { health, history } = dataSync;
  await page.setViewportSize({ width: 1400, height: 900 });
  await expect(health).toBeInViewport({ ratio: 1 });
  expect
    .soft((await health.boundingBox())?.height, 'header')
    .toBeLessThanOrEqual(120);
  await expect
    .soft(dataSync.region('Recent Syncs'), 'timeline')
    .toBeInViewport({ ratio: 1 });
  if (hasHistory) {
    await expect
      .soft(history.getByRole('row').nth(5), 'fifth row')
      .toBeInViewport({ ratio: 1 });
  }
}

/** Expects that a telephone shows all of the page without much scrolling, and none to the side. */
export async function expectShortOnTelephone(page: Page) {
  await page.setViewportSize({ width: 360, height: 740 });
  const readSize = () =>
    page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ]);
  // it reads a shorter page of the history
  await expect
    .configure({ soft: true })
    .poll(async () => (await readSize())[1], { timeout: 10_000 })
    .toBeLessThanOrEqual(2200);
  expect.soft((await readSize())[0]).toBe(360);
}
