import { expect } from '@playwright/test';
import { githubTest as test } from './support/githubTest';
import { DataSync } from './support/DataSync';

/** Compressed, as it is transferred. */
const MAX_BYTES = 250_000;

test('the pages load less than 250 kB beyond what Backstage has loaded', async ({
  product,
  page,
}) => {
  await product.sync();
  await page.goto('/catalog?filters[user]=all');
  await expect(
    page.getByRole('heading', { name: /^All Components/ }),
  ).toBeVisible({ timeout: 30_000 });
  await page.waitForLoadState('networkidle');

  const loading: Array<Promise<number>> = [];
  page.on('requestfinished', request => {
    if (['script', 'stylesheet'].includes(request.resourceType())) {
      loading.push(request.sizes().then(sizes => sizes.responseBodySize));
    }
  });
  const dataSync = new DataSync(page);
  // no page is loaded anew, or all of Backstage would be
  await page.getByRole('link', { name: 'Data Sync', exact: true }).click();
  await dataSync.openLatestSync();
  for (const tab of ['Changes', 'Findings', 'Confirmation', 'Logs'] as const) {
    await dataSync.openTab(tab);
  }
  await page.getByRole('link', { name: 'Compare syncs' }).click();
  await expect(page.getByText(/^Choose the two syncs/)).toBeVisible();
  await page.waitForLoadState('networkidle');

  const sizes = await Promise.all(loading);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
