import { expect } from '@playwright/test';
import { sampleTest as test } from './support/sampleTest';

test('the product shows its own API among those of the catalog', async ({
  page,
}) => {
  // The catalog needs its time after the start, and the page does not ask it again.
  await expect(async () => {
    await page.goto('/catalog/static-data/api/static-data');
    await expect(
      page.getByRole('link', { name: 'Maintainers of Static Data' }).first(),
    ).toBeVisible();
  }).toPass({ timeout: 90_000 });
  await expect(page.getByText('Error in catalog')).toBeHidden();
  await page.getByRole('tab', { name: 'Definition' }).click();
  await expect(
    page.getByText('Whether what the catalog shows can be trusted'),
  ).toBeVisible({ timeout: 30_000 });
});
