import { expect, Page } from '@playwright/test';
import { APPLICATIONS, editApplication, SQUADS } from './support/architecture';
import { DataSync } from './support/DataSync';
import { githubTest as test } from './support/githubTest';
import { liveThroughMonth } from './support/liveHistory';
import { IMAGES_PATH } from './support/paths';

test.use({ viewport: { width: 1440, height: 1000 } });

/** Takes a picture once everything has come to rest. */
async function take(page: Page, name: string, fullPage = false) {
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  // charts grow when they appear
  await page.waitForTimeout(2_000);
  await page.screenshot({ path: `${IMAGES_PATH}/${name}.png`, fullPage });
}

test('pictures of the main states', async ({ architecture, product, page }) => {
  test.setTimeout(300_000);
  await liveThroughMonth(architecture, product);
  const dataSync = new DataSync(page);
  await dataSync.open('?period=30d');
  await take(page, 'data-sync');

  await test.step('dark, and as narrow as a phone', async () => {
    await page.evaluate(() => localStorage.setItem('theme', 'dark'));
    await dataSync.open('?period=30d');
    await take(page, 'data-sync-dark');
    await page.setViewportSize({ width: 400, height: 860 });
    await take(page, 'data-sync-narrow');
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.evaluate(() => localStorage.setItem('theme', 'light'));
  });

  await test.step('a sync that changed something', async () => {
    await architecture.edit(
      APPLICATIONS,
      'Say within how many days money comes back',
      editApplication('refund-service', {
        description: 'Gives money back within two days, once and only once.',
        tags: ['kotlin', 'spring-boot', 'pci', 'critical'],
      }),
      'Priya Nair',
    );
    await product.sync();
    await dataSync.open();
    await dataSync.openLatestSync();
    await page
      .getByRole('button', { name: /^Differences in/ })
      .first()
      .click();
    await take(page, 'sync-changes');
    await page.goto('/catalog/default/component/refund-service');
    await expect(page.getByText('Last change').first()).toBeVisible({
      timeout: 30_000,
    });
    await take(page, 'entity-card');
  });

  await test.step('a sync that found errors', async () => {
    await architecture.leaveConflict(SQUADS, 'Tom Okafor');
    await product.sync();
    await dataSync.open();
    await dataSync.openLatestSync();
    await dataSync.openTab('Findings');
    await take(page, 'sync-findings');
  });

  await test.step('removals that are held back', async () => {
    await architecture.restore();
    await architecture.repository.commit({
      remove: [
        'contracts/payment-core',
        'contracts/order-core',
        'contracts/market-data',
      ],
      message: 'Move contracts to their own repository',
      author: 'Tom Okafor',
    });
    await product.sync();
    await dataSync.open();
    await dataSync.reviewHeldRemovals();
    await take(page, 'held-removals');
  });
});
