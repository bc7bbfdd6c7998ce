import { expect } from '@playwright/test';
import { DataSync } from './support/DataSync';
import { findBrokenWords } from './support/findBrokenWords';
import { sampleTest as test } from './support/sampleTest';

test.describe('Data Sync', () => {
  test('a newcomer sees the sample architecture synced, and syncs it by hand', async ({
    product,
    page,
  }) => {
    const dataSync = new DataSync(page);
    const { history } = dataSync;
    const fact = (label: string) => dataSync.fact(label, dataSync.latestSync);

    await test.step('is signed in as guest, and finds the page in the sidebar', async () => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Data Sync', exact: true }).click();
      await expect(page).toHaveURL(/\/static-data-settings$/);
      await expect(
        page.getByRole('heading', { name: 'Static Data Catalog Sync' }),
      ).toBeVisible();
    });

    await test.step('sees the first sync with the 62 entities of the sample', async () => {
      await expect(fact('Status')).toHaveText('Success', { timeout: 60_000 });
      await expect(fact('Total entities')).toHaveText('62');
      await expect(fact('Components')).toHaveText('20');
      await expect(fact('APIs')).toHaveText('16');
      await expect(fact('Total provides')).toHaveText('22');
      await expect(fact('Total consumes')).toHaveText('45');
    });

    await test.step('starts a sync, which appears with its user', async () => {
      await page.getByRole('button', { name: 'Manual Refresh' }).click();
      const manualSync = history
        .getByRole('row')
        .filter({ hasText: 'Manual' })
        .first();
      // as the catalog calls the user who is signed in
      await expect(manualSync).toContainText('Guest', { timeout: 30_000 });
      await expect(manualSync).toContainText('Success');
      await expect(fact('Type')).toHaveText('Manual');
      await expect(fact('Unchanged')).toHaveText('62');
    });

    await test.step('finds it in the history by a filter, and opens its page', async () => {
      await history.getByLabel('Type').selectOption('Manual');
      await expect(page).toHaveURL(/\?type=MANUAL$/);
      await expect(
        history.getByRole('row').filter({ hasText: 'Scheduled' }),
      ).toHaveCount(0);
      await history
        .getByRole('link', { name: /^#\d+$/ })
        .first()
        .click();
      await expect(page).toHaveURL(/\/static-data-settings\/syncs\/[^/]+$/);

      await page.goBack();
      await expect(page).toHaveURL(/\?type=MANUAL$/);
      await history.getByRole('button', { name: 'Clear filters' }).click();
      await expect(page).toHaveURL(/\/static-data-settings$/);
    });

    await test.step('finds a synced component with its relations', async () => {
      await page.goto('/catalog/default/component/payment-gateway');
      await expect(
        page.getByText('Takes card, transfer and debit').first(),
      ).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText('Error in catalog')).toBeHidden();
      await page.getByRole('tab', { name: 'API' }).click();
      await expect(
        page.getByRole('link', { name: /payment-gateway-api/ }).first(),
      ).toBeVisible();
      await expect(
        page.getByRole('heading', { name: /consumed apis/i }),
      ).toBeVisible();
    });

    await test.step('is somebody in the catalog, a member of a squad', async () => {
      await page.goto('/catalog/development/user/guest');
      await expect(
        page.getByRole('listitem').getByText('Payments Squad'),
      ).toBeVisible();
    });

    await test.step('sees the whole company in the graph, without a choice', async () => {
      await page.goto('/catalog-graph');
      for (const ref of [
        'domain:default/payments',
        'domain:default/investing',
        'system:default/payment-core',
        'component:default/payment-gateway',
      ]) {
        await expect(
          page.locator('svg g', {
            has: page.locator(`title:text-is("${ref}")`),
          }),
        ).not.toHaveCount(0);
      }
    });

    await test.step('sees every column of the catalog on a desk, and no name broken within a word', async () => {
      const table = page.getByRole('table').filter({ hasText: 'Lifecycle' });
      const names = table.getByRole('cell').getByRole('link');
      for (const width of [1400, 900]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto('/catalog?filters[user]=all&filters[kind]=component');
        await expect(names.first()).toBeVisible();
        expect(await findBrokenWords(names)).toEqual([]);
        if (width === 1400) {
          const last = table.getByRole('columnheader').last();
          await expect(last).toBeInViewport({ ratio: 1 });
        }
      }
    });

    await test.step('finds by search what was synced before a restart', async () => {
      // a page would report that its product is gone
      await page.goto('about:blank');
      await product.stop();
      await product.start();
      await expect(async () => {
        await page.goto('/search?query=refund-service');
        await expect(
          page.getByRole('link', { name: 'Refund Service' }).first(),
        ).toBeVisible({ timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
    });
  });
});
