import { expect, Locator } from '@playwright/test';
import { APPLICATIONS, editApplication, SQUADS } from './support/architecture';
import { githubTest as test } from './support/githubTest';

const COMMIT_URL = 'https://github.com/harborline-wealth/architecture/commit/';

const SYNCS = 10;

// What people see of a page before they scroll.
test.use({ viewport: { width: 1400, height: 900 } });

/** Expects that answers are above the fold. */
async function expectAboveFold(...answers: Locator[]) {
  for (const answer of answers) {
    await expect(answer).toBeInViewport({ ratio: 1 });
  }
}

// How healthy the syncs are depends on all that ran before: one that fails is one of many.
test.beforeAll(async ({ product }) => {
  await product.restartEmpty();
  for (let count = 0; count < SYNCS; count++) {
    await product.sync();
  }
});

test('an architect sees whether the data is fresh', async ({
  architecture,
  dataSync,
}) => {
  const { page, health } = dataSync;
  const dataAsOf = dataSync.fact('Data as of');
  const shownCommit = dataSync.fact('Revision shown').getByRole('link').first();
  let synced = '';

  await test.step('the catalog shows the commit that was synced just now', async () => {
    synced = await architecture.edit(
      APPLICATIONS,
      'Say what the ledger is',
      editApplication('ledger-service', { description: 'Keeps the books.' }),
    );
    await dataSync.refresh();
    await expect(health).not.toContainText('Failing since');
    await expect(dataAsOf).toContainText(/^(now|1 minute ago)/);
    await expect(shownCommit).toHaveAttribute('href', COMMIT_URL + synced);
    await expect(shownCommit).toContainText(synced.slice(0, 7));
  });

  await test.step('with no click', async () => {
    await dataSync.open();
    await expectAboveFold(dataAsOf, shownCommit);
  });

  await test.step('after a sync that failed it says so, and of when the data still is', async () => {
    await architecture.edit(
      APPLICATIONS,
      'Say more of it',
      editApplication('ledger-service', { description: 'All the books.' }),
    );
    architecture.server.fail('serverError');
    await dataSync.refresh();
    await expect(health).toContainText('Degraded');
    await expect(health).toContainText('Failing since');
    await expect(shownCommit).toContainText(synced.slice(0, 7));
  });

  await test.step('and is well again with the next sync', async () => {
    architecture.server.fail(undefined);
    await dataSync.refresh();
    await expect(shownCommit).not.toContainText(synced.slice(0, 7));
    await expect(health).not.toContainText('Failing since');
  });

  await test.step('the links lead to the repository and the branch', async () => {
    await expect(
      dataSync.fact('Repository').getByRole('link').first(),
    ).toHaveAttribute(
      'href',
      'https://github.com/harborline-wealth/architecture',
    );
    await expect(
      page.getByRole('link', { name: /^main/ }).first(),
    ).toHaveAttribute(
      'href',
      'https://github.com/harborline-wealth/architecture/tree/main',
    );
  });
});

test('an admin sees how healthy the syncs have been', async ({
  architecture,
  dataSync,
}) => {
  const statistics = dataSync.region(/^Statistics/);
  // beside it is the difference to the day before
  const figure = (label: string) =>
    dataSync.fact(label, statistics).getByRole('link');
  const numberOf = async (label: string) =>
    Number(await figure(label).innerText());
  const before = {
    total: await numberOf('Total'),
    successful: await numberOf('Successful'),
    failed: await numberOf('Failed'),
  };

  await test.step('two syncs succeed, one fails: all are counted', async () => {
    await dataSync.refresh();
    architecture.server.fail('unauthorized');
    await dataSync.refresh();
    architecture.server.fail(undefined);
    await dataSync.refresh();
    await expect(figure('Total')).toHaveText(String(before.total + 3));
    expect(await numberOf('Successful')).toBe(before.successful + 2);
    expect(await numberOf('Failed')).toBe(before.failed + 1);
  });

  await test.step('sees how long they take', async () => {
    for (const label of ['Avg Duration', 'Median Duration', 'p95 Duration']) {
      await expect(dataSync.fact(label, statistics)).toHaveText(/\d\s?(ms|s)/);
    }
  });

  await test.step('sees the share of good ones, and every sync in the strip', async () => {
    await expect(dataSync.fact('Uptime (30d)')).toContainText(/\d+(\.\d+)?%/);
    await expect(
      dataSync.region('Recent Syncs').getByRole('link', { name: /^Failure/ }),
    ).not.toHaveCount(0);
  });

  await test.step('both with no click', async () => {
    await dataSync.open();
    await expectAboveFold(
      dataSync.fact('Uptime (30d)'),
      dataSync.region('Recent Syncs'),
    );
  });

  await test.step('follows a figure to its syncs', async () => {
    await figure('Failed').click();
    await expect(dataSync.page).toHaveURL(/status=FAILURE.*within=24h/);
    await expect(dataSync.history).toBeInViewport();
    await expect(
      dataSync.history.getByRole('row', { name: /^Success/ }),
    ).toHaveCount(0);
  });

  await test.step('chooses another period, which the address keeps', async () => {
    await statistics.getByRole('button', { name: 'Last 7 days' }).click();
    await expect(dataSync.region('Statistics (Last 7 Days)')).toBeVisible();
    await expect(dataSync.page).toHaveURL(/period=7d/);
  });
});

test('a developer sees what exactly changed', async ({
  architecture,
  dataSync,
}) => {
  const { page } = dataSync;
  const before = 'Gives money back, once and only once.';
  const after = 'Gives money back, exactly once.';
  const commit = await architecture.edit(
    APPLICATIONS,
    'Say it shorter',
    editApplication('refund-service', { description: after }),
  );
  await dataSync.refresh();

  await test.step('with one click, from the history to the sync that brought the commit', async () => {
    await dataSync.open();
    await expectAboveFold(dataSync.history.getByRole('row').nth(1));
    await dataSync.openLatestSync();
    await expectAboveFold(
      page.getByRole('link', { name: 'refund-service' }),
      page.getByText(`description: ${before} → ${after}`),
    );
    await expect(
      dataSync.fact('Revision').getByRole('link').first(),
    ).toContainText(commit.slice(0, 7));
    await expect(page.getByText(/Applied: 0 added, 1 updated/)).toBeVisible();
  });

  await test.step('sees the field with its text before and after', async () => {
    await page
      .getByRole('button', { name: 'Differences in refund-service' })
      .click();
    // Exactly: until the catalog has it, the confirmation names the field as well.
    await expect(
      page.getByText('/metadata/description', { exact: true }),
    ).toBeVisible();
    await expect(page.getByText(before)).toBeVisible();
    await expect(page.getByText(after)).toBeVisible();
  });

  await test.step('finds the line of the file at that commit', async () => {
    const place = page.getByRole('link', { name: /applications\.json:\d+/ });
    await expect(place).toHaveAttribute(
      'href',
      new RegExp(`/blob/${commit}/data/applications.json#L\\d+$`),
    );
  });

  await test.step('passes on the address, which opens the same', async () => {
    // Several times: what is in the way may be faster or slower than the page.
    for (let count = 0; count < 4; count++) {
      await page.goto(page.url());
      await expect(
        page.getByRole('link', { name: 'refund-service' }),
      ).toBeVisible();
    }
  });

  await test.step('finds the same sync on the page of the entity', async () => {
    await page.getByRole('link', { name: 'refund-service' }).click();
    await expect(page).toHaveURL(/component\/refund-service/);
    await page.getByRole('tab', { name: 'Sync history' }).click();
    const latest = page.getByRole('article').first();
    await expect(latest).toContainText(after);
    await expect(latest).toContainText(commit.slice(0, 7));
  });
});

test('an operator sees why a sync failed, and what to do', async ({
  architecture,
  dataSync,
}) => {
  const { page } = dataSync;

  await test.step('GitHub refuses: the sync fails, and names the hint', async () => {
    architecture.server.fail('unauthorized');
    await dataSync.refresh();
    await dataSync.open();
    // with no click
    await expectAboveFold(
      dataSync.health.getByText(/token/),
      dataSync.health.getByRole('link', { name: /^Open sync #/ }),
    );
    await dataSync.openLatestSync();
    await expect(page.getByText('Nothing was applied:')).toBeVisible();
    const auth = page.getByRole('region', { name: /AUTH$/ });
    await expect(auth).toContainText('token');
    architecture.server.fail(undefined);
  });

  await test.step('a conflict left in a file: one error, with file and line, the rest is applied', async () => {
    await architecture.leaveConflict(SQUADS);
    await dataSync.open();
    await dataSync.refresh();
    await dataSync.open();
    // with no click
    await expectAboveFold(
      dataSync.health.getByRole('link', { name: 'data/squads.json:3' }),
    );
    await dataSync.openLatestSync();
    await dataSync.openTab('Findings');
    const errors = page.getByRole('region', { name: /error/ });
    await expect(
      errors.getByRole('link', { name: 'data/squads.json:3' }),
    ).toBeVisible();
    await expect(errors.getByText('New', { exact: true })).toBeVisible();
  });

  await test.step('the log tells the same, line by line', async () => {
    await dataSync.openTab('Logs');
    await expect(page.getByText(/squads\.json/).first()).toBeVisible();
  });

  await test.step('mended: the next sync says that it is fixed', async () => {
    await architecture.restore();
    await dataSync.open();
    await dataSync.refresh();
    await dataSync.openLatestSync();
    await dataSync.openTab('Findings');
    await expect(
      page.getByRole('region', {
        name: 'Fixed: 1 error · Syntax error SYNTAX',
      }),
    ).toBeVisible();
  });
});
