import { TestDatabases } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { GithubEventRouter } from '@backstage/plugin-events-backend-module-github';
import { GitlabEventRouter } from '@backstage/plugin-events-backend-module-gitlab';
import { PullRequest } from '@internal/plugin-static-data-common';
import { generateKeyPairSync } from 'node:crypto';
import {
  createPullRequestPayload,
  GithubTestServer,
  GitlabTestServer,
  GitTestRepository,
  PullRequestRecords,
} from 'test-servers';
import request from 'supertest';
import {
  APPLICATIONS,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { createEventRouter } from './__testUtils__/createEventRouter';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const GITLAB = 'gitlab.example.com';
const GITHUB = 'ghe.example.com';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a merge request on GitLab, and a pull request that a GitHub App checks', () => {
  let gitlab: GitlabTestServer;
  let github: GithubTestServer;
  let merges: GitTestRepository;
  let pulls: GitTestRepository;
  let product: Awaited<ReturnType<typeof startTestProduct>>;

  // One product lives through all of it.
  beforeAll(async () => {
    gitlab = await GitlabTestServer.start({ token: 'glpat-secret' });
    github = await GithubTestServer.start();
    merges = await gitlab.createRepository('acme/group/architecture', {
      files: FILES,
    });
    pulls = await github.createRepository('acme/architecture', {
      files: FILES,
    });
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const app = {
      appId: 1,
      privateKey,
      clientId: 'id',
      clientSecret: 'secret of the app',
      webhookSecret: 'secret of the webhook',
    };
    product = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: {
        app: { baseUrl: 'https://backstage.example.com/' },
        events: { http: { topics: ['gitlab', 'github'] } },
        integrations: {
          gitlab: [
            {
              host: GITLAB,
              apiBaseUrl: gitlab.apiBaseUrl,
              token: 'glpat-secret',
            },
          ],
          github: [
            { host: GITHUB, apiBaseUrl: github.apiBaseUrl, apps: [app] },
          ],
        },
        staticData: {
          checks: { enabled: true, forks: true },
          sources: {
            merges: { url: `https://${GITLAB}/acme/group/architecture` },
            pulls: { url: `https://${GITHUB}/acme/architecture` },
          },
        },
      },
      features: [
        eventsPlugin,
        createEventRouter(GitlabEventRouter),
        createEventRouter(GithubEventRouter, 'github-event-router'),
      ],
    });
  });
  afterAll(async () => {
    await product?.stop();
    await gitlab.stop();
    await github.stop();
  });

  async function commitTo(
    repository: GitTestRepository,
    branch: string,
    applications: object[],
  ): Promise<string> {
    await repository.branch(branch);
    const commit = await repository.commit({
      files: { [PATHS.applications]: toJson(applications) },
    });
    await repository.branch('main');
    return commit;
  }

  const deliver = (topic: 'gitlab' | 'github', payload: object) =>
    request(product.server)
      .post(`/api/events/http/${topic}`)
      .set('X-GitHub-Event', 'pull_request')
      .send(payload)
      .expect(202);

  async function waitForCheck(source: string, head: string) {
    for (;;) {
      const row = await product.knex
        .store('static_data_pull_requests')
        .where({ source_id: source, told_head: head })
        .first();
      if (row) {
        const { body } = await product.api
          .get(`/pull-requests?source=${source}`)
          .expect(200);
        return body.pullRequests.find(
          (pull: PullRequest) => pull.head === head,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  const wishlist = { ...APPLICATIONS[3], id: 'wishlist', name: 'Wishlist' };

  it('gets a status and one note on GitLab', async () => {
    const first = await commitTo(merges, 'wishlist', [
      ...APPLICATIONS,
      wishlist,
    ]);
    const merge = {
      host: GITLAB,
      fullName: 'acme/group/architecture',
      number: 7,
    };
    await deliver(
      'gitlab',
      createPullRequestPayload.gitlab({ ...merge, head: first }),
    );
    const checked = await waitForCheck('merges', first);
    expect(checked).toMatchObject({
      number: 7,
      author: 'ann',
      url: `https://${GITLAB}/acme/group/architecture/-/merge_requests/7`,
      verdict: 'passed',
      changes: { added: 1 },
    });
    expect(gitlab.pullRequests.statuses).toMatchObject([
      { commit: first, state: 'running', name: 'static-data/merges' },
      {
        commit: first,
        state: 'success',
        url: `https://backstage.example.com/static-data-settings/syncs/${checked.syncId}`,
      },
    ]);

    const head = await commitTo(merges, 'wishlist', [
      { ...APPLICATIONS[0], id: 'not valid' },
      ...APPLICATIONS.slice(1),
    ]);
    await deliver(
      'gitlab',
      createPullRequestPayload.gitlab({
        ...merge,
        head,
        action: 'update',
        author: 'bob',
      }),
    );
    expect(await waitForCheck('merges', head)).toMatchObject({
      author: 'ann',
      verdict: 'failed',
    });
    expect(gitlab.pullRequests.statesOf(head)).toEqual(['running', 'failed']);
    const notes = gitlab.pullRequests.commentsOn(7);
    expect(notes).toMatchObject([
      { author: PullRequestRecords.LOGIN, writes: 2 },
    ]);
    expect(notes[0].body).toContain('1 new error');
  });

  it('is checked at its latest head alone', async () => {
    const first = await commitTo(merges, 'replaced', [
      ...APPLICATIONS,
      { ...wishlist, id: 'replaced' },
    ]);
    const merge = {
      host: GITLAB,
      fullName: 'acme/group/architecture',
      number: 9,
    };
    const archive = new RegExp(`archive.*${first}`);
    const release = gitlab.hold(archive);
    await deliver(
      'gitlab',
      createPullRequestPayload.gitlab({ ...merge, head: first }),
    );
    while (!gitlab.requests.some(({ path }) => archive.test(path))) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    const head = await commitTo(merges, 'replaced', [
      ...APPLICATIONS,
      wishlist,
    ]);
    await deliver(
      'gitlab',
      createPullRequestPayload.gitlab({ ...merge, head, action: 'update' }),
    );
    expect(await waitForCheck('merges', head)).toMatchObject({
      verdict: 'passed',
    });
    release();
    expect(gitlab.pullRequests.statesOf(first)).toEqual([
      'running',
      'canceled',
    ]);
    expect(gitlab.pullRequests.statesOf(head)).toEqual(['running', 'success']);
    expect(gitlab.pullRequests.commentsOn(9)).toMatchObject([{ writes: 1 }]);
  });

  it('is checked again when it is reopened', async () => {
    const pull = (state: 'open' | 'closed', action: string, head: string) =>
      createPullRequestPayload.gitlab({
        host: GITLAB,
        fullName: 'acme/group/architecture',
        number: 10,
        state,
        action,
        head,
      });
    const first = await commitTo(merges, 'again', [...APPLICATIONS, wishlist]);
    await deliver('gitlab', pull('open', 'open', first));
    await waitForCheck('merges', first);
    await deliver('gitlab', pull('closed', 'close', first));
    const head = await commitTo(merges, 'again', APPLICATIONS);
    await deliver('gitlab', pull('open', 'reopen', head));
    expect(await waitForCheck('merges', head)).toMatchObject({
      number: 10,
      state: 'open',
      changes: { added: 0 },
    });
    expect(gitlab.pullRequests.commentsOn(10)).toMatchObject([{ writes: 2 }]);
  });

  it('is checked from a fork where the configuration says so, without a status, which GitLab takes for branches of the project alone', async () => {
    const head = await commitTo(merges, 'forked', [...APPLICATIONS, wishlist]);
    await merges.moveBranch('forked', 'refs/merge-requests/8/head');
    await deliver(
      'gitlab',
      createPullRequestPayload.gitlab({
        host: GITLAB,
        fullName: 'acme/group/architecture',
        number: 8,
        head,
        fork: 'mallory/architecture',
      }),
    );
    expect(await waitForCheck('merges', head)).toMatchObject({
      isFork: true,
      verdict: 'passed',
    });
    expect(gitlab.pullRequests.statesOf(head)).toEqual([]);
    const [{ body }] = gitlab.pullRequests.commentsOn(8);
    expect(body).toContain('component:default/wishlist');
  });

  it.each([
    {
      number: 11,
      failure: 'forbidden' as const,
      problem:
        /^Not allowed to read, mark and comment on the pull requests of acme\/group\/architecture on gitlab.example.com: .*\/statuses\//,
    },
    {
      number: 12,
      failure: 'notFound' as const,
      problem:
        /^Not found: the pull requests of acme\/group\/architecture on gitlab.example.com: .*\/statuses\//,
    },
  ])(
    'says that the token may set no status, where GitLab answers $failure',
    async ({ number, failure, problem }) => {
      const head = await commitTo(merges, failure, [...APPLICATIONS, wishlist]);
      gitlab.fail(failure, { path: /\/statuses\// });
      await deliver(
        'gitlab',
        createPullRequestPayload.gitlab({
          host: GITLAB,
          fullName: 'acme/group/architecture',
          number,
          head,
        }),
      );
      let pull: PullRequest | undefined;
      while (!pull?.problem && !(pull && pull.verdict !== 'pending')) {
        const { body } = await product.api
          .get('/pull-requests?source=merges')
          .expect(200);
        pull = body.pullRequests.find(
          (each: PullRequest) => each.head === head,
        );
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      gitlab.fail(undefined);
      expect(pull.problem).toMatch(problem);
    },
  );

  it('gets a check run with an annotation at each line from a GitHub App, and one comment', async () => {
    const wrong = Array.from({ length: 60 }, (_, index) => ({
      ...wishlist,
      id: `not valid ${index}`,
    }));
    const head = await commitTo(pulls, 'wrong', [...APPLICATIONS, ...wrong]);
    const pull = { host: GITHUB, fullName: 'acme/architecture', number: 3 };
    await deliver('github', createPullRequestPayload.github({ ...pull, head }));
    const { syncId } = await waitForCheck('pulls', head);
    expect(github.pullRequests.statuses).toEqual([]);
    const [run, ...others] = github.pullRequests.checkRuns;
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      commit: head,
      name: 'static-data/pulls',
      status: 'completed',
      conclusion: 'failure',
      url: expect.stringContaining(syncId),
    });
    expect(run.annotations).toHaveLength(60);
    expect(run.annotations[0]).toMatchObject({
      path: PATHS.applications,
      start_line: expect.any(Number),
      annotation_level: 'failure',
      title: 'SCHEMA',
    });

    const mended = await commitTo(pulls, 'wrong', APPLICATIONS);
    await deliver(
      'github',
      createPullRequestPayload.github({ ...pull, head: mended }),
    );
    expect(await waitForCheck('pulls', mended)).toMatchObject({
      verdict: 'passed',
    });
    expect(github.pullRequests.checkRuns).toMatchObject([
      { commit: head, conclusion: 'failure' },
      { commit: mended, conclusion: 'success', annotations: [] },
    ]);
    expect(github.pullRequests.commentsOn(3)).toMatchObject([
      { author: 'static-data[bot]', writes: 2 },
    ]);
  });
});
