import { expect } from '@playwright/test';
import { githubTest as test } from './support/githubTest';

/** Syncs that people start are never shown as one row. */
const SYNCS = 6;

test.beforeAll(({ product }) => product.restartEmpty());

test.beforeEach(async ({ product }) => {
  for (let count = 0; count < SYNCS; count++) {
    await product.sync();
  }
});

test('a desk shows the answer, the timeline and the latest of the history at once', async ({
  dataSync,
}) => {
  await dataSync.page.setViewportSize({ width: 1400, height: 900 });
  await dataSync.open();
  const { health, history } = dataSync;

  await expect(health).toBeInViewport({ ratio: 1 });
  await expect(dataSync.region('Recent Syncs')).toBeInViewport({ ratio: 1 });
  await expect(history.getByRole('row').nth(5)).toBeInViewport({ ratio: 1 });

  // and the filters are one row
  const filters = history
    .getByRole('search')
    .locator(':scope > *, :scope > div > *');
  const tops = await filters.evaluateAll(elements =>
    elements
      .map(element => element.getBoundingClientRect())
      .filter(({ height }) => height > 0)
      .map(({ top, height }) => Math.round((top + height / 2) / 10)),
  );
  expect(new Set(tops).size).toBe(1);
});

test('a telephone shows the page without much scrolling', async ({
  dataSync,
}) => {
  const { page } = dataSync;
  await page.setViewportSize({ width: 360, height: 740 });
  await dataSync.open();
  await expect(dataSync.region('Configuration')).toBeAttached();
  const { scrollWidth, scrollHeight } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    scrollHeight: document.documentElement.scrollHeight,
  }));
  expect(scrollWidth).toBe(360);
  expect(scrollHeight).toBeLessThanOrEqual(2200);
});
