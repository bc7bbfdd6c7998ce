import { isDeepStrictEqual } from 'node:util';
import { TestDatabases } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { GithubEventRouter } from '@backstage/plugin-events-backend-module-github';
import {
  PullRequest,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  createPullRequestPayload,
  GithubTestServer,
  GitTestRepository,
} from 'test-servers';
import request from 'supertest';
import {
  APPLICATIONS,
  BUILD_FILES,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { createEventRouter } from './__testUtils__/createEventRouter';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(240_000);

// On GitHub itself, requests that write are a second apart.
const HOST = 'ghe.example.com';
const TOKEN = 'ghp_TheTokenOfTheChecks0123456789';
const MARKER = '<!-- static-data:core -->';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** The applications, and others after them. */
function withApplications(...ids: string[]) {
  const others = ids.map(id => ({ ...APPLICATIONS[3], id, name: id }));
  return { [PATHS.applications]: toJson([...APPLICATIONS, ...others]) };
}

describe('a pull request on GitHub', () => {
  let github: GithubTestServer;
  let repository: GitTestRepository;
  let product: Awaited<ReturnType<typeof startTestProduct>>;
  let latestNumber = 0;

  // One product lives through all of it.
  beforeAll(async () => {
    github = await GithubTestServer.start({ token: TOKEN });
    repository = await github.createRepository('acme/architecture', {
      files: FILES,
    });
    await github.createRepository('acme/unchecked', {
      files: {
        [PATHS.squads]: toJson([{ id: 'others', name: 'Others' }]),
        [PATHS.applications]: '[]',
        [PATHS.boundedContexts]: '[]',
      },
    });
    for (const [name, buildFile] of Object.entries(BUILD_FILES)) {
      await github.createRepository(name, {
        files: { 'build.gradle': buildFile },
      });
    }
    product = await start({ enabled: true });
    const { stats } = await product.refresh({ source: 'core' });
    // After the sync, the catalog goes on for some time, with relations last.
    let before: unknown;
    await product.waitForEntities(entities => {
      const isDone =
        entities.length === stats.totalEntities &&
        isDeepStrictEqual(entities, before);
      before = entities;
      return isDone;
    });
  });
  afterAll(async () => {
    await product?.stop();
    await github.stop();
  });

  function start(
    checks: { enabled: boolean },
    knex?: (typeof product)['knex'],
  ): ReturnType<typeof startTestProduct> {
    const ofHost = { host: HOST, apiBaseUrl: github.apiBaseUrl, token: TOKEN };
    return startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      knex,
      config: {
        app: { baseUrl: 'https://backstage.example.com' },
        events: { http: { topics: ['github'] } },
        integrations: { github: [ofHost] },
        staticData: {
          sources: {
            core: {
              url: `https://${HOST}/acme/architecture`,
              checks,
            },
            unchecked: { url: `https://${HOST}/acme/unchecked` },
          },
        },
      },
      features: [eventsPlugin, createEventRouter(GithubEventRouter)],
    });
  }

  /** Commits to a branch that begins at the main one, or goes on where it is. */
  async function commitTo(
    branch: string,
    change: Parameters<GitTestRepository['commit']>[0],
  ): Promise<string> {
    await repository.branch(branch);
    const commit = await repository.commit(change);
    await repository.branch('main');
    return commit;
  }

  /** What GitHub does when something happens to a pull request. */
  async function deliver(
    pull: Partial<Parameters<typeof createPullRequestPayload.github>[0]> & {
      number: number;
      head: string;
    },
  ) {
    await request(product.server)
      .post('/api/events/http/github')
      .set('X-GitHub-Event', 'pull_request')
      .send(
        createPullRequestPayload.github({
          host: HOST,
          fullName: 'acme/architecture',
          ...pull,
        }),
      )
      .expect(202);
  }

  async function list(state = 'open'): Promise<PullRequest[]> {
    const { body } = await product.api
      .get(`/pull-requests?source=core&state=${state}`)
      .expect(200);
    return body.pullRequests;
  }

  /** The row of a pull request. */
  const rowOf = (number: number) =>
    product.knex
      .store('static_data_pull_requests')
      .where({ source_id: 'core', number })
      .first();

  /** Waits until GitHub was told of a head. */
  async function waitForCheck(
    number: number,
    head: string,
  ): Promise<PullRequest> {
    for (;;) {
      if ((await rowOf(number))?.told_head === head) {
        return (await list()).find(pull => pull.number === number)!;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  async function getSync(syncId?: string): Promise<SyncHistoryRecord> {
    const { body } = await product.api
      .get(`/sync-history/${syncId}`)
      .expect(200);
    return body;
  }

  /** Pushes a branch, opens a pull request for it, and waits for its check. */
  async function open(
    change: Parameters<GitTestRepository['commit']>[0],
    pull: Partial<Parameters<typeof deliver>[0]> = {},
  ) {
    latestNumber += 1;
    const number = latestNumber;
    const branch = `change-${number}`;
    const head = await commitTo(branch, change);
    await deliver({ number, head, branch, ...pull });
    const checked = await waitForCheck(number, head);
    const [comment, ...others] = github.pullRequests.commentsOn(number);
    expect(others).toEqual([]);
    return { number, branch, head, checked, comment };
  }

  it('is previewed against its merge base, with a status and a comment, and nothing is applied', async () => {
    const base = await repository.resolve('main');
    const entities = await product.getEntities();
    const head = await commitTo('wishlist', {
      files: withApplications('wishlist'),
    });
    // What the branch lacks of it is not removed by it.
    await repository.commit({ files: withApplications('later') });
    latestNumber += 1;
    await deliver({ number: latestNumber, head, branch: 'wishlist' });

    const checked = await waitForCheck(latestNumber, head);
    expect(checked).toEqual({
      source: 'core',
      number: latestNumber,
      title: 'Change the architecture',
      author: 'octocat',
      url: `https://${HOST}/acme/architecture/pull/${latestNumber}`,
      state: 'open',
      head,
      headRef: 'wishlist',
      target: 'main',
      isFork: false,
      updatedAt: expect.any(String),
      verdict: 'passed',
      syncId: expect.any(String),
      changes: { added: 1, updated: 0, removed: 0, held: 0 },
    });
    const sync = await getSync(checked.syncId);
    expect(sync).toMatchObject({
      dryRun: true,
      syncType: 'PUSH',
      triggeredBy: 'github:octocat',
      status: 'SUCCESS',
      revision: head,
      stats: { entitiesAdded: 1, entitiesUpdated: 0, entitiesRemoved: 0 },
      pullRequest: { number: latestNumber, base, url: checked.url },
    });
    const page = `https://backstage.example.com/static-data-settings/syncs/${sync.id}`;
    expect(
      github.pullRequests.statuses.filter(({ commit }) => commit === head),
    ).toMatchObject([
      { state: 'pending', name: 'static-data/core' },
      {
        state: 'success',
        name: 'static-data/core',
        description: '1 added; 0 new errors, 0 new warnings',
        url: page,
      },
    ]);
    const [{ body }] = github.pullRequests.commentsOn(latestNumber);
    expect(body).toBe(`${MARKER}
### Static Data (core): 1 added; 0 new errors, 0 new warnings

Compared with the merge base \`${base?.slice(
      0,
      7,
    )}\`, not with the catalog: what \`main\` has had since is no part of it.
[All of it, and the log](${page})

**1 added**

- \`component:default/wishlist\` in \`data/applications.json:102\``);
    expect(await product.getEntities()).toEqual(entities);
    await repository.commit({ files: FILES });
  });

  it('has one comment, which says what the latest head would do', async () => {
    const first = await open({ files: withApplications('first') });
    const head = await commitTo(first.branch, {
      files: withApplications('second', 'third'),
    });
    await deliver({ ...first, head, action: 'synchronize' });
    await waitForCheck(first.number, head);
    const comments = github.pullRequests.commentsOn(first.number);
    expect(comments).toMatchObject([{ id: first.comment.id, writes: 2 }]);
    expect(comments[0].body).toContain('2 added');
    expect(comments[0].body).not.toContain('component:default/first');
  });

  it('fails for errors of its own, not for those that were there before', async () => {
    await repository.commit({
      files: {
        [PATHS.squads]: toJson([
          ...JSON.parse(FILES[PATHS.squads]),
          { id: 'not valid' },
        ]),
      },
    });
    const harmless = await open({ files: withApplications('harmless') });
    expect(harmless.checked.verdict).toBe('passed');

    const [first, ...others] = APPLICATIONS;
    const harmful = await open({
      files: {
        [PATHS.applications]: toJson([
          { ...first, id: 'not valid' },
          ...others,
        ]),
      },
    });
    expect(harmful.checked.verdict).toBe('failed');
    expect(github.pullRequests.statesOf(harmful.head)).toEqual([
      'pending',
      'failure',
    ]);
    expect(harmful.comment.body).toContain('**New errors**');
    expect(harmful.comment.body).toContain('1 new error,');
    await repository.commit({ files: FILES });
  });

  it('says how many errors it adds, however many', async () => {
    const wrong = Array.from({ length: 700 }, (_, index) => ({
      ...APPLICATIONS[3],
      id: `not valid ${index}`,
    }));
    const { comment } = await open({
      files: { [PATHS.applications]: toJson([...APPLICATIONS, ...wrong]) },
    });
    expect(comment.body).toContain('700 new errors, 0 new warnings');
    expect(comment.body).toContain('- and 650 more');
  });

  it('says whom an error concerns, as a sync does', async () => {
    const { checked } = await open({
      files: { [PATHS.paymentApiV2]: 'openapi: [' },
    });
    const { body } = await product.api
      .get(`/sync-history/${checked.syncId}/findings?state=new`)
      .expect(200);
    expect(body.findings).toMatchObject([
      { code: 'SYNTAX', owner: 'group:default/payments-squad' },
    ]);
  });

  it('says who relies on what it removes, and which removals would be held', async () => {
    const { checked, comment } = await open({
      remove: [PATHS.orderApi, PATHS.paymentApiV1, PATHS.paymentApiV2],
      files: { [PATHS.squads]: FILES[PATHS.squads] },
    });
    expect(checked.changes).toMatchObject({ removed: 3 });
    expect(comment.body).toContain('**Consumers are affected**');
    expect(comment.body).toContain('**Who consumes what changes**');
    expect(comment.body).toContain('component:default/cart');
    const held = await open({ files: { [PATHS.applications]: toJson([]) } });
    expect(held.checked).toMatchObject({
      verdict: 'passed',
      changes: { removed: 0, held: APPLICATIONS.length },
    });
    expect(held.comment.body).toContain('held, as the removal looks like');
  });

  it('fails if a sync of it would apply nothing', async () => {
    const { checked, comment, head } = await open({
      remove: [PATHS.applications],
    });
    expect(checked.verdict).toBe('failed');
    expect(comment.body).toContain('A sync of it would apply nothing');
    expect(github.pullRequests.statesOf(head)).toEqual(['pending', 'failure']);
    expect(await getSync(checked.syncId)).toMatchObject({ status: 'FAILURE' });
  });

  it('is checked at its latest head alone', async () => {
    const first = await commitTo('replaced', {
      files: withApplications('replaced'),
    });
    const release = github.hold(new RegExp(`tarball/${first}`));
    latestNumber += 1;
    const number = latestNumber;
    await deliver({ number, head: first });
    const isAsked = () =>
      github.requests.some(({ path }) => path.includes(`tarball/${first}`));
    while (!isAsked()) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    const head = await commitTo('replaced', {
      files: withApplications('replacement'),
    });
    await deliver({ number, head, action: 'synchronize' });
    const { changes } = await waitForCheck(number, head);
    release();
    expect(changes).toMatchObject({ added: 1 });
    expect(github.pullRequests.statesOf(first)).toEqual(['pending', 'error']);
    expect(github.pullRequests.statesOf(head)).toEqual(['pending', 'success']);
    expect(github.pullRequests.commentsOn(number)).toMatchObject([
      { writes: 1 },
    ]);
  });

  it.each([
    ['from a fork', { fork: 'mallory/architecture' }],
    ['from a fork that is gone', { fork: '' }],
    ['against another branch', { target: 'release' }],
    ['to a source without checks', { fullName: 'acme/unchecked' }],
    ['on another host', { host: 'github.com' }],
  ])('is left alone %s', async (_, pull) => {
    const asked = github.requests.length;
    const head = await commitTo('foreign', {
      files: withApplications('foreign'),
    });
    await deliver({ number: 9_000, head, ...pull });
    const { checked } = await open({ files: withApplications('own') });
    expect(checked.verdict).toBe('passed');
    const { body } = await product.api.get('/pull-requests').expect(200);
    expect(body.pullRequests).not.toContainEqual(
      expect.objectContaining({ number: 9_000 }),
    );
    expect(
      github.requests.slice(asked).filter(({ path }) => path.includes(head)),
    ).toEqual([]);
  });

  it('cannot get out of the Markdown, nor say anything but what it is', async () => {
    const hostile =
      '`` ``` @octocat ![x](https://evil.example.com/x.png) <img src=x> | [y](z)\n\n# Approved\n<!-- static-data:other -->';
    const { checked, comment } = await open(
      {
        files: {
          [PATHS.applications]: toJson([
            ...APPLICATIONS,
            {
              ...APPLICATIONS[3],
              id: 'hostile',
              name: hostile,
              description: `${hostile} ${TOKEN}`,
              url: hostile,
              owner: hostile,
            },
            { ...APPLICATIONS[3], id: hostile },
          ]),
        },
      },
      { title: hostile, branch: 'a`|<b>@octocat', author: '@octocat\n' },
    );
    expect(checked.title).not.toContain('\n');
    expect(checked.author).toBeUndefined();
    const outside = comment.body
      .replace(/(`+)[^`](?:[\s\S]*?[^`])?\1(?!`)/g, '')
      .replace(MARKER, '');
    expect(outside).not.toMatch(
      /@octocat|evil|<img|# Approved|static-data:other/,
    );
    expect(comment.body).toContain('evil.example.com');
    expect(comment.body).not.toContain(TOKEN);
    expect(comment.body.match(/^#/gm)).toHaveLength(1);
  });

  it('is told again when GitHub has failed, without another preview', async () => {
    github.fail('serverError', { path: /issues\/\d+\/comments/ });
    latestNumber += 1;
    const number = latestNumber;
    const head = await commitTo('retried', {
      files: withApplications('retried'),
    });
    await deliver({ number, head });
    while (!(await rowOf(number))?.next_attempt_at) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const [failed] = await list();
    expect(failed).toMatchObject({
      verdict: 'passed',
      problem: expect.stringContaining('pull requests of acme/architecture'),
    });
    expect(JSON.stringify(failed)).not.toContain(TOKEN);
    github.fail(undefined);
    await product.knex
      .store('static_data_pull_requests')
      .where({ number })
      .update({ next_attempt_at: null });
    await product.runChecks();
    const told = await waitForCheck(number, head);
    expect(told).toMatchObject({ syncId: failed.syncId });
    expect(told.problem).toBeUndefined();
    const [{ body }, ...others] = github.pullRequests.commentsOn(number);
    expect(body).not.toContain(failed.problem);
    expect(others).toEqual([]);
  });

  it('waits when GitHub limits requests, however often, and is checked then', async () => {
    github.limitRequests({ requests: 6, seconds: 1 });
    latestNumber += 1;
    const number = latestNumber;
    const head = await commitTo('limited', {
      files: withApplications('limited'),
    });
    await deliver({ number, head });
    let limited = 0;
    for (;;) {
      const row = await rowOf(number);
      if (row?.told_head) {
        break;
      }
      limited += row?.next_attempt_at ? 1 : 0;
      await product.runChecks();
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    github.limitRequests(undefined);
    expect(limited).toBeGreaterThan(0);
    expect(await waitForCheck(number, head)).toMatchObject({
      verdict: 'passed',
    });
    expect(github.pullRequests.commentsOn(number)).toHaveLength(1);
  });

  it('is given up when it could not be read several times, until the next push', async () => {
    const head = await commitTo('unreadable', {
      files: withApplications('unreadable'),
    });
    github.fail('serverError', { path: new RegExp(`tarball/${head}`) });
    latestNumber += 1;
    const number = latestNumber;
    await deliver({ number, head });
    let failures = 0;
    for (;;) {
      const row = await rowOf(number);
      if (row?.told_head) {
        break;
      }
      if (row?.next_attempt_at) {
        failures = row.attempts;
        await product.knex
          .store('static_data_pull_requests')
          .where({ number })
          .update({ next_attempt_at: null });
      }
      await product.runChecks();
    }
    github.fail(undefined);
    expect(failures).toBe(4);
    expect(await waitForCheck(number, head)).toMatchObject({
      verdict: 'error',
      problem: expect.stringContaining('acme/architecture'),
    });
    expect(github.pullRequests.statesOf(head).at(-1)).toBe('error');
    const [{ body }] = github.pullRequests.commentsOn(number);
    expect(body).toContain('Could not be checked');
    expect(body).not.toContain(TOKEN);
  });

  it('is no longer checked once it is against another branch', async () => {
    const { number, head, branch } = await open({
      files: withApplications('retargeted'),
    });
    await deliver({
      number,
      head,
      branch,
      target: 'release',
      action: 'edited',
    });
    while (await rowOf(number)) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect((await list()).map(pull => pull.number)).not.toContain(number);
  });

  it('keeps its comment when the store is lost, and takes no other for it', async () => {
    const { number, head, branch, comment } = await open({
      files: withApplications('kept'),
    });
    await product.knex
      .store('static_data_pull_requests')
      .where({ number })
      .delete();
    const planted = github.pullRequests.addComment({
      repository: 'acme/architecture',
      number,
      author: 'mallory',
      body: `${MARKER}\nAll is well`,
    });
    await deliver({ number, head, branch });
    await waitForCheck(number, head);
    expect(github.pullRequests.commentsOn(number)).toMatchObject([
      { id: comment.id, writes: 2 },
      { id: planted.id, writes: 1 },
    ]);
  });

  it('is no longer listed as open once it is merged', async () => {
    const { number, head, branch } = await open({
      files: withApplications('merged'),
    });
    await deliver({ number, head, branch, action: 'closed', state: 'merged' });
    while ((await list()).some(pull => pull.number === number)) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(await list('merged')).toMatchObject([{ number, verdict: 'passed' }]);
  });

  it('is one of 200 at once, all of which get their verdict, after the sync that is asked for meanwhile', async () => {
    const heads = new Map<number, string>();
    await repository.branch('many');
    for (let index = 0; index < 200; index++) {
      latestNumber += 1;
      await repository.reset('main');
      const files = withApplications(`many-${latestNumber}`);
      heads.set(latestNumber, await repository.commit({ files }));
    }
    await repository.branch('main');
    const asked = github.requests.length;
    await Promise.all(
      [...heads].map(([number, head]) => deliver({ number, head })),
    );
    const toldHeads = async () =>
      (
        await product.knex
          .store('static_data_pull_requests')
          .whereIn('number', [...heads.keys()])
          .whereNotNull('told_head')
      ).length;
    expect(await product.refresh({ source: 'core' })).toMatchObject({
      status: 'SUCCESS',
    });
    expect(await toldHeads()).toBeLessThan(100);
    while ((await toldHeads()) < heads.size) {
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    const open200 = (await list()).filter(({ number }) => heads.has(number));
    expect(open200).toHaveLength(200);
    expect(
      open200.every(
        ({ verdict, changes }) => verdict === 'passed' && changes?.added === 1,
      ),
    ).toBe(true);
    for (const number of heads.keys()) {
      expect(github.pullRequests.commentsOn(number)).toHaveLength(1);
    }
    // Each has its own head, and little else.
    expect(github.requests.length - asked).toBeLessThan(200 * 8);
  });

  it('is not listed any more once checks are switched off, when nobody hears what becomes of it', async () => {
    expect(await list()).not.toEqual([]);
    await product.stop();
    product = await start({ enabled: false }, product.knex);
    expect(await list()).toEqual([]);
  });
});
