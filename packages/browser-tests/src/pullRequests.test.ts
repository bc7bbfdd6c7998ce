import { expect } from '@playwright/test';
import {
  createGithubPushPayload,
  createPullRequestPayload,
} from 'test-servers';
import { APPLICATIONS, editApplication, SQUADS } from './support/architecture';
import { expectAccessible } from './support/expectAccessible';
import { findBrokenWords } from './support/findBrokenWords';
import { githubTest as test } from './support/githubTest';

const NUMBER = 12;
const TITLE = 'Say when money comes back';
const BRANCH = 'feature/refunds';
const BEFORE = 'Gives money back, once and only once.';
const AFTER = 'Gives money back within two days.';

test.use({ checksPullRequests: true });

test('a developer knows what a pull request does before it is merged, and it does that', async ({
  architecture,
  product,
  dataSync,
}) => {
  test.setTimeout(240_000);
  const { page } = dataSync;
  const { repository } = architecture;
  const { fullName, defaultBranch: main } = repository;
  const host = architecture.server.pullRequests;
  const pullRequests = dataSync.region('Open pull requests');
  const row = pullRequests.getByRole('row', { name: `#${NUMBER} ${TITLE}` });
  const openPreview = () =>
    row.getByRole('link', { name: `Preview of #${NUMBER}` }).click();

  /** What GitHub posts when something happens to the pull request. */
  const deliver = (
    head: string,
    event: { action: string; state?: 'open' | 'merged' },
  ) =>
    product.receiveWebhook(
      'pull_request',
      createPullRequestPayload.github({
        host: 'github.com',
        fullName,
        number: NUMBER,
        title: TITLE,
        branch: BRANCH,
        head,
        ...event,
      }),
    );

  /** Waits until GitHub has been told of a head, first by its status and then by the comment. */
  const expectTold = async (
    head: string,
    told: { state: string; writes: number },
  ) => {
    await expect
      .poll(() => host.commentsOn(NUMBER).map(({ writes }) => writes))
      .toEqual([told.writes]);
    expect(host.statesOf(head)).toEqual(['pending', told.state]);
  };

  const base = await repository.resolve(main);

  await test.step('a branch is pushed, while the main one goes on', async () => {
    await architecture.edit(
      SQUADS,
      'Say who the engineers are',
      (squads: Array<{ id: string }>) =>
        squads.map(squad =>
          squad.id === 'engineering'
            ? { ...squad, description: 'All of us.' }
            : squad,
        ),
    );
    await product.sync();
    await repository.branch(BRANCH);
    await repository.reset(base!);
    const head = await architecture.edit(
      APPLICATIONS,
      TITLE,
      editApplication('refund-service', { description: AFTER }),
    );
    await deliver(head, { action: 'opened' });
    await expectTold(head, { state: 'success', writes: 1 });
  });

  await test.step('the page lists the pull request, with its verdict', async () => {
    await dataSync.open();
    await expect(row).toContainText('octocat');
    await expect(row).toContainText('Passed');
    await expect(row).toContainText('0 added, 1 updated, 0 removed');
    await expect(row.getByRole('link', { name: TITLE })).toHaveAttribute(
      'href',
      `https://github.com/${fullName}/pull/${NUMBER}`,
    );
    expect(await findBrokenWords(row.getByRole('cell'))).toEqual([]);
    await expectAccessible(page);
  });

  await test.step('its preview says what would change, compared with what, and is where GitHub leads', async () => {
    await openPreview();
    await expect(
      page.getByText(
        /Dry run: nothing was applied. A sync of what it read would apply: 0 added, 1 updated,/,
      ),
    ).toBeVisible();
    await expect(
      page.getByText(`description: ${BEFORE} → ${AFTER}`),
    ).toBeVisible();
    await expect(dataSync.fact('Pull request')).toContainText(TITLE);
    await expect(dataSync.fact('Compared with')).toContainText(
      `The merge base ${base?.slice(0, 7)}`,
    );
    await expectAccessible(page);
    const status = host.statuses.at(-1);
    expect(status).toMatchObject({
      name: 'static-data/default',
      description: '1 updated; 0 new errors, 0 new warnings',
    });
    await page.goto(status!.url!);
    await expect(dataSync.fact('Compared with')).toBeVisible();
  });

  await test.step('a push with an error turns the verdict, and the error is at its line', async () => {
    await architecture.leaveConflict(SQUADS);
    const head = (await repository.resolve(BRANCH))!;
    await deliver(head, { action: 'synchronize' });
    await expectTold(head, { state: 'failure', writes: 2 });
    expect(host.commentsOn(NUMBER)[0].body).toContain('**New errors**');
    await dataSync.open();
    await expect(row).toContainText('Failed');
    await expectAccessible(page);
    await openPreview();
    await dataSync.openTab('Findings');
    const errors = page.getByRole('region', { name: /error/ });
    await expect(
      errors.getByRole('link', { name: 'data/squads.json:3' }),
    ).toBeVisible();
    await expect(errors.getByText('New', { exact: true })).toBeVisible();
  });

  await test.step('mended, it passes again', async () => {
    const head = await repository.commit({
      files: { [SQUADS]: architecture.files[SQUADS] },
      message: 'Resolve the conflict',
    });
    await deliver(head, { action: 'synchronize' });
    await expectTold(head, { state: 'success', writes: 3 });
    expect(host.commentsOn(NUMBER)[0].body).not.toContain('**New errors**');
    await dataSync.open();
    await expect(row).toContainText('Passed');
  });

  await test.step('merged, it is not open any more, and the sync of the main branch does what the preview said', async () => {
    const head = (await repository.resolve(BRANCH))!;
    await repository.branch(main);
    const merge = await repository.merge(BRANCH);
    await deliver(head, { action: 'closed', state: 'merged' });
    await product.receiveWebhook(
      'push',
      createGithubPushPayload({
        repository: fullName,
        branch: main,
        commit: merge,
        pusher: 'octocat',
      }),
    );
    const sync = dataSync.history
      .getByRole('row')
      .filter({ hasText: merge.slice(0, 7) });
    await expect(sync).toContainText('1 updated');
    await expect(pullRequests).toBeHidden();
    await sync.getByRole('link', { name: /^#\d+$/ }).click();
    await expect(page.getByText(/Applied: 0 added, 1 updated/)).toBeVisible();
    await expect(
      page.getByText(`description: ${BEFORE} → ${AFTER}`),
    ).toBeVisible();
    expect(host.commentsOn(NUMBER)).toMatchObject([{ writes: 3 }]);
  });
});
