import { expect, Page } from '@playwright/test';
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
  expect((await health.boundingBox())?.height).toBeLessThanOrEqual(120);
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

test('nothing moves while the page loads', async ({
  architecture,
  product,
  dataSync,
}) => {
  await architecture.emptyContracts();
  await product.sync();
  const { page } = dataSync;
  await page.setViewportSize({ width: 1400, height: 900 });
  const readShift = await recordLayoutShift(page);
  await dataSync.open();
  await expect(dataSync.heldRemovals.getByRole('button')).toBeVisible();
  await expect(
    dataSync.region('Recent Syncs').getByRole('link').first(),
  ).toBeVisible();
  expect(await readShift()).toBeLessThan(0.02);
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

/**
 * Records how far things move on the pages that are opened afterwards, as Web Vitals count it: not
 * what the app has around them, nor bars that move because something is loading.
 */
async function recordLayoutShift(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(window, { layoutShift: 0 });
    const isOfPage = ({ node }: { node: Node | null }) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return element?.closest('main') && !element.closest('[role=progressbar]');
    };
    new PerformanceObserver(list => {
      for (const shift of list.getEntries() as any[]) {
        if (shift.sources.some(isOfPage)) {
          (window as any).layoutShift += shift.value;
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as any).layoutShift);
}
