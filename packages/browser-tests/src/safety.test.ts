import { expect } from '@playwright/test';
import { APPLICATIONS, editApplication } from './support/architecture';
import { githubTest as test } from './support/githubTest';

/** Number of APIs in the sample, all of them in the folder `contracts`. */
const API_COUNT = 16;

test('removals that look like an accident are held until somebody types the word', async ({
  architecture,
  dataSync,
}) => {
  const { page, heldRemovals } = dataSync;

  await test.step('the contracts are gone: nothing is removed, and the page says so', async () => {
    await architecture.emptyContracts();
    await dataSync.refresh();
    await expect(heldRemovals).toContainText(`${API_COUNT} removals held back`);
    await page.goto('/catalog/default/api/ledger-core-ledger-api-v1');
    await expect(
      page.getByRole('heading', { name: /ledger-api/i }).first(),
    ).toBeVisible({ timeout: 30_000 });
  });

  await test.step('names who depends on them', async () => {
    await dataSync.open();
    await dataSync.reviewHeldRemovals();
    const customerApi = heldRemovals.getByRole('listitem').filter({
      has: page.getByRole('checkbox', {
        name: /customer-core-customer-api-v1/,
      }),
    });
    await expect(customerApi).toContainText(/\d entit(y|ies) depends? on it/);
    await expect(
      customerApi.getByRole('link', { name: /customer.service/i }),
    ).toBeVisible();
  });

  await test.step('one is approved, by typing the word', async () => {
    await heldRemovals
      .getByRole('checkbox', { name: /customer-core-customer-api-v1/ })
      .click();
    await heldRemovals
      .getByRole('button', { name: 'Approve 1 removal…' })
      .click();
    const dialog = page.getByRole('dialog', { name: /^Remove/ });
    const confirm = dialog.getByRole('button', { name: 'Remove 1 entity' });
    await expect(confirm).toBeDisabled();
    await dialog.getByLabel('Type REMOVE to confirm').fill('REMOVE');
    await confirm.click();
    await expect(dialog).toBeHidden();
    // the reader goes on where the result is
    await expect(
      heldRemovals.locator(':focus').getByText('1 removal is approved.'),
    ).toBeVisible();
  });

  await test.step('the next sync removes exactly that one', async () => {
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(heldRemovals).toContainText(
      `${API_COUNT - 1} removals held back`,
    );
    await expect(dataSync.fact('Removed', dataSync.latestSync)).toHaveText('1');
    await expect(
      dataSync.fact('Removals held back', dataSync.latestSync),
    ).toHaveText(String(API_COUNT - 1));
  });

  await test.step('the source has them again: nothing is held any more', async () => {
    await architecture.restore();
    await dataSync.refresh();
    await expect(heldRemovals).toBeHidden();
    await expect(dataSync.fact('Added', dataSync.latestSync)).toHaveText('1');
  });
});

test('a branch is previewed before it is merged, and nothing changes', async ({
  architecture,
  dataSync,
}) => {
  const { page, latestSync } = dataSync;
  const description = 'Gives money back, and says why.';
  await architecture.repository.branch('feature/refunds');
  await architecture.edit(
    APPLICATIONS,
    'Say more',
    editApplication('refund-service', { description }),
  );
  const startedBefore = await dataSync.fact('Started', latestSync).innerText();

  await dataSync.chooseRefresh(/Preview a branch/);
  await page
    .getByRole('textbox', { name: 'Branch, tag or commit' })
    .fill('refund');
  await page.getByRole('option', { name: 'feature/refunds' }).click();
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(
    page.getByText(/The preview of feature\/refunds, #\d+, finished: Success/),
  ).toBeVisible();
  await page.getByRole('link', { name: 'See what would change' }).click();

  await expect(
    page.getByText(
      /Dry run: nothing was applied. A sync of what it read would apply: 0 added, 1 updated,/,
    ),
  ).toBeVisible();
  await page
    .getByRole('button', { name: 'Differences in refund-service' })
    .click();
  await expect(page.getByText(description)).toBeVisible();

  await dataSync.open();
  await expect(dataSync.fact('Started', latestSync)).toHaveText(startedBefore);
  await page.goto('/catalog/default/component/refund-service');
  await expect(page.getByText('Gives money back, once').first()).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(description)).toHaveCount(0);
});

test('a running sync tells how far it is, and nobody has to reload', async ({
  architecture,
  dataSync,
}) => {
  const { page } = dataSync;
  const actions = dataSync.region('Actions');
  // every build file is asked for anew when an application has changed
  await architecture.edit(
    APPLICATIONS,
    'Change a word',
    editApplication('refund-service', { description: 'Refunds.' }),
  );
  const release = architecture.server.hold(/refund-service\/contents/);

  await page.getByRole('button', { name: 'Manual Refresh' }).click();
  await expect(actions.getByRole('status')).toContainText('Manual sync:');
  await expect(actions.getByText(/Phase \d of 5 · 19 of 20/)).toBeVisible();
  await expect(actions.getByRole('progressbar')).toHaveAttribute(
    'aria-valuenow',
    '95',
  );

  release();
  await expect(
    page.getByText(/The requested sync #\d+ finished: Success/),
  ).toBeVisible();
  await expect(actions.getByRole('progressbar')).toBeHidden();
  await expect(dataSync.fact('Updated', dataSync.latestSync)).toHaveText('1');
});

test('a lost connection is said, and recovered from', async ({ dataSync }) => {
  const { page } = dataSync;
  await page.context().setOffline(true);
  await expect(
    page.getByText(/The page could not be updated and shows the state of/),
  ).toBeVisible({ timeout: 60_000 });
  await expect(dataSync.fact('Total entities')).toHaveText('62');

  await page.context().setOffline(false);
  // by itself, within a second
  await expect(page.getByText(/The page could not be updated/)).toBeHidden();
});

test('a page whose code cannot be loaded says so, and is there once it can be', async ({
  dataSync,
}) => {
  const { page } = dataSync;
  const heading = page.getByRole('heading', { level: 1, name: /^Sync #/ });
  await page.context().setOffline(true);
  await dataSync.openLatestSync();
  await expect(
    page.getByText('The backend cannot be reached.').first(),
  ).toBeVisible();
  await expect(heading).toBeHidden();

  await page.context().setOffline(false);
  // by itself, within a second
  await expect(heading).toBeVisible();
});

test('a page whose code is gone with an update of the app wants the reader to reload', async ({
  dataSync,
}) => {
  const { page } = dataSync;
  const code = /\/static\/.*\.js$/;
  await page.route(code, route => route.fulfill({ status: 404 }));
  await dataSync.openLatestSync();
  await expect(
    page.getByText('The app has been updated since you opened it.'),
  ).toBeVisible();

  await page.unroute(code);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: /^Sync #/ }),
  ).toBeVisible();
});
