import { expect } from '@playwright/test';
import { sampleTest as test } from './support/sampleTest';

test('the product shows its own API among those of the catalog', async ({
  page,
}) => {
  await page.goto('/catalog/static-data/api/static-data');
  await expect(
    page.getByRole('link', { name: 'Maintainers of Static Data' }).first(),
  ).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Error in catalog')).toBeHidden();
  await page.getByRole('tab', { name: 'Definition' }).click();
  await expect(
    page.getByText('Whether what the catalog shows can be trusted'),
  ).toBeVisible({ timeout: 30_000 });
});
