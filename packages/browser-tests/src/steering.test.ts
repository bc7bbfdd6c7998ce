import { expect } from '@playwright/test';
import { APPLICATIONS, editApplication } from './support/architecture';
import { expectAccessible } from './support/expectAccessible';
import { githubTest as test } from './support/githubTest';

const COMPONENT = '/catalog/default/component/refund-service';

test('an operator pauses the syncs, and resumes them', async ({ dataSync }) => {
  const { page } = dataSync;

  await dataSync.chooseRefresh(/^Pause/);
  const pause = page.getByRole('dialog', { name: 'Pause the syncs?' });
  await expectAccessible(page, '[role=dialog]');
  await pause.getByLabel('Reason').fill('The host is moving');
  await pause.getByRole('button', { name: 'Pause' }).click();
  await expect(pause).toBeHidden();
  await expect(dataSync.health).toContainText(/Paused by .*The host is moving/);
  await expect(page.getByText('The host is moving').first()).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await page.getByRole('button', { name: 'Manual Refresh' }).click();
  const resume = page.getByRole('dialog', { name: 'Resume the syncs?' });
  await resume.getByRole('button', { name: 'Resume and sync now' }).click();
  await expect(page.getByText('The host is moving')).toHaveCount(0);
  await expect(
    dataSync.region('Actions').getByRole('link', { name: 'Show the sync' }),
  ).toBeVisible();
});

test('an operator goes back to the state before a bad commit, and on from there', async ({
  architecture,
  dataSync,
}) => {
  const { page } = dataSync;
  const good = await dataSync.history
    .getByRole('link', { name: /^#\d+$/ })
    .first()
    .innerText();

  await test.step('a bad commit arrives', async () => {
    await architecture.edit(
      APPLICATIONS,
      'Break a promise',
      editApplication('refund-service', {
        description: 'Gives nothing back.',
      }),
    );
    await dataSync.refresh();
  });

  await test.step('the state before it has what the entity was', async () => {
    await dataSync.history.getByRole('link', { name: good }).click();
    await page.getByRole('link', { name: 'State after this sync' }).click();
    await page.getByLabel('Search entities').fill('refund-service');
    await page
      .getByRole('button', { name: 'refund-service as it was', exact: true })
      .click();
    await expect(
      page.getByRole('group', { name: 'refund-service as it was' }),
    ).toContainText('Gives money back, once');
    await expect(page.getByText('Changed since then')).toBeVisible();
    await expectAccessible(page);
    await dataSync.open();
  });

  await test.step('the preview says what going back changes', async () => {
    await dataSync.history.getByRole('link', { name: good }).click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /^Restore this state/ }).click();
    const dialog = page.getByRole('dialog', {
      name: `Restore the state of ${good}?`,
    });
    await expect(dialog).toContainText('0 added, 1 updated, 0 removed');
    await expectAccessible(page, '[role=dialog]');
    await dialog.getByLabel('Reason').fill('Promises are kept');
    await dialog.getByRole('button', { name: 'Pin', exact: true }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the page and the entity say that it is pinned, and why', async () => {
    await dataSync.open();
    await expect(page.getByText('Promises are kept').first()).toBeVisible();
    await expectAccessible(page);
    await page.goto(COMPONENT);
    await expect(page.getByText('Promises are kept').first()).toBeVisible({
      timeout: 30_000,
    });
    await expect(async () => {
      await page.reload();
      await expect(
        page.getByText('Gives money back, once').first(),
      ).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 45_000 });
  });

  await test.step('unpinned, it follows the branch again', async () => {
    await dataSync.open();
    await page
      .getByRole('button', { name: /^Unpin/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: 'Unpin the source?' });
    await expect(dialog).toContainText('0 added, 1 updated, 0 removed');
    await dialog.getByRole('button', { name: 'Unpin', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Promises are kept')).toHaveCount(0);
    await expect(dataSync.history).toContainText('Break a promise');
  });
});
