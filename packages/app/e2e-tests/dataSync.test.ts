import { expect, test } from '@playwright/test';

test.describe('Data Sync', () => {
  test('a newcomer sees the sample architecture synced, and syncs it by hand', async ({
    page,
  }) => {
    await test.step('signs in as guest and finds the page in the sidebar', async () => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Data Sync' }).click();
      await expect(page).toHaveURL(/\/static-data-settings$/);
      await expect(
        page.getByRole('heading', { name: 'Data Sync', level: 1 }),
      ).toBeVisible();
    });

    await test.step('sees the first sync with the 62 entities of the sample', async () => {
      const details = page.getByTestId('latest-sync');
      await expect(details).toContainText('SUCCESS', { timeout: 60_000 });
      await expect(details).toContainText(/Total entities\s*62/i);
      await expect(details).toContainText(/Components\s*20/i);
      await expect(details).toContainText(/APIs\s*16/i);
    });

    await test.step('starts a sync, which appears with its user', async () => {
      await page.getByRole('button', { name: 'Manual Refresh' }).click();
      const history = page.getByTestId('sync-history');
      const manualSync = history
        .getByRole('row')
        .filter({ hasText: 'MANUAL' })
        .first();
      await expect(manualSync).toContainText('user:development/guest', {
        timeout: 30_000,
      });
      await expect(manualSync).toContainText('SUCCESS');
      await expect(page.getByTestId('latest-sync')).toContainText('MANUAL');
    });

    await test.step('finds a synced component with its relations', async () => {
      await page.goto('/catalog/default/component/payment-gateway');
      await expect(
        page.getByRole('heading', { name: /Payment Gateway/ }).first(),
      ).toBeVisible({ timeout: 30_000 });
      await page.getByRole('tab', { name: 'API' }).click();
      await expect(
        page.getByRole('heading', { name: 'Provided APIs' }),
      ).toBeVisible();
      await expect(
        page.getByRole('link', { name: /payment-gateway-api/ }).first(),
      ).toBeVisible();
    });
  });
});
