import { expect, Locator } from '@playwright/test';
import { APPLICATIONS, editApplication } from './support/architecture';
import { githubTest as test } from './support/githubTest';
import { MAX_SHIFT, recordLayoutShift } from './support/layoutShift';

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
  expect(await readShift()).toBeLessThan(MAX_SHIFT);
});

test('nothing moves while the other pages load', async ({
  architecture,
  product,
  page,
}) => {
  const before = await product.sync();
  await architecture.edit(
    APPLICATIONS,
    'Change a word',
    editApplication('refund-service', { description: 'Refunds.' }),
  );
  const { id } = await product.sync();
  const dashboard = '/static-data-settings';
  const component = '/catalog/default/component/refund-service';
  const tabs = ['changes', 'findings', 'confirmation', 'phases', 'logs'];
  const pages: Array<[path: string, awaited: Locator]> = [
    ...tabs.map((tab): [string, Locator] => [
      `${dashboard}/syncs/${id}?tab=${tab}`,
      page.getByRole('tabpanel'),
    ]),
    [
      `${dashboard}/compare?from=${before.id}&to=${id}`,
      page.getByText('Net changes'),
    ],
    [`${component}/sync-history`, page.getByRole('article')],
  ];
  await page.setViewportSize({ width: 1400, height: 900 });
  const readShift = await recordLayoutShift(page);
  for (const [path, awaited] of pages) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(awaited.first()).toBeVisible({ timeout: 30_000 });
      await page.waitForLoadState('networkidle');
      expect.soft(await readShift(), path).toBeLessThan(MAX_SHIFT);
    });
  }
  await architecture.restore();
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
