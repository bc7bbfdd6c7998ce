import { expect } from '@playwright/test';
import { APPLICATIONS, editApplication, SQUADS } from './support/architecture';
import { expectAccessible } from './support/expectAccessible';
import { githubTest as test } from './support/githubTest';

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in any state of the pages, ${theme}`, async ({
    architecture,
    product,
    dataSync,
  }) => {
    test.setTimeout(180_000);
    const { page } = dataSync;
    await page.addInitScript(
      name => localStorage.setItem('theme', name),
      theme,
    );

    await test.step('the dashboard, with removals that are held', async () => {
      await architecture.emptyContracts();
      await product.sync();
      await architecture.leaveConflict(SQUADS);
      await product.sync();
      await dataSync.open();
      await expect(dataSync.heldRemovals.getByRole('button')).toBeVisible();
      await expect(
        dataSync.region(/^Statistics/).getByRole('list'),
      ).toBeVisible();
      await expectAccessible(page);
    });

    await test.step('the removals that are held', async () => {
      await dataSync.reviewHeldRemovals();
      await expectAccessible(page, '[role=dialog]');
    });

    await test.step('the dialog that lets removals through', async () => {
      await dataSync.heldRemovals
        .getByRole('checkbox', { name: 'Select all' })
        .click();
      await dataSync.heldRemovals
        .getByRole('button', { name: /^Approve/ })
        .click();
      await expectAccessible(page, '[role=dialog]');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await dataSync.keepHeldRemovals();
    });

    await test.step('the page of a sync that found errors', async () => {
      await dataSync.openLatestSync();
      for (const tab of ['Findings', 'Confirmation', 'Logs'] as const) {
        await dataSync.openTab(tab);
        await expect(page.getByRole('progressbar')).toHaveCount(0);
        await expectAccessible(page);
      }
    });

    await test.step('the page of a sync that changed something', async () => {
      await architecture.restore();
      await product.sync();
      await architecture.edit(
        APPLICATIONS,
        'Change a word',
        editApplication('refund-service', { description: 'Refunds.' }),
      );
      await product.sync();
      await dataSync.open();
      await dataSync.openLatestSync();
      await page.getByRole('button', { name: /^Differences in/ }).click();
      await expectAccessible(page);
    });

    await test.step('two syncs compared', async () => {
      await page
        .getByRole('link', { name: 'Compare with the previous sync' })
        .click();
      await expect(page.getByText('Net changes')).toBeVisible();
      await expectAccessible(page);
    });

    await test.step('the dashboard of a sync that failed', async () => {
      architecture.server.fail('serverError');
      await product.sync();
      await dataSync.open();
      await expectAccessible(page);
    });

    await test.step('the history of an entity', async () => {
      await page.goto('/catalog/default/component/refund-service/sync-history');
      await expect(page.getByRole('article').first()).toBeVisible({
        timeout: 30_000,
      });
      await expectAccessible(page);
    });
  });
}
