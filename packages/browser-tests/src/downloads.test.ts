import { gzipSync } from 'node:zlib';
import { expect, Page } from '@playwright/test';
import { DataSync } from './support/DataSync';
import { sampleTest as test } from './support/sampleTest';

const MAX_BYTES = 250_000;

test('a visit downloads little that the rest of Backstage does not', async ({
  page,
}) => {
  const downloads = followDownloads(page);
  const dataSync = new DataSync(page);

  await page.goto('/catalog');
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible({
    timeout: 30_000,
  });
  const before = (await downloads()).size;

  await page.getByRole('link', { name: 'Data Sync' }).click();
  await expect(dataSync.history.getByRole('row').nth(1)).toBeVisible();
  await expect(
    dataSync.region(/^Statistics/).getByText(/^Entities: /),
  ).toBeVisible();
  const dashboard = (await downloads()).size - before;

  await dataSync.openLatestSync();
  await dataSync.openTab('Logs');
  const all = [...(await downloads()).values()].slice(before);
  const bytes = all.reduce((sum, size) => sum + size, 0);

  test.info().annotations.push({
    type: 'download',
    description: `${Math.round(bytes / 1000)} kB in ${
      all.length
    } files, of them ${dashboard} for the dashboard`,
  });
  expect(all.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(MAX_BYTES);
});

/**
 * Follows which scripts and styles a page loads.
 *
 * @returns gives those loaded so far, in order, with their size in bytes, compressed with gzip
 */
function followDownloads(page: Page): () => Promise<Map<string, number>> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on('response', response => {
    const url = response.url();
    if (/\.(js|css)$/.test(url) && !bodies.has(url)) {
      bodies.set(url, response.body());
    }
  });
  return async () => {
    await page.waitForLoadState('networkidle');
    const sizes = new Map<string, number>();
    for (const [url, body] of bodies) {
      sizes.set(url, gzipSync(await body).byteLength);
    }
    return sizes;
  };
}
