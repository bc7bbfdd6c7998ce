import { TestDatabases } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { GithubEventRouter } from '@backstage/plugin-events-backend-module-github';
import {
  createGithubPushPayload,
  GitTestRepository,
  GithubTestServer,
} from 'test-servers';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import { createStaticDataStore } from '@internal/plugin-static-data-node';
import request from 'supertest';
import {
  BUILD_FILES,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { createEventRouter } from './__testUtils__/createEventRouter';
import {
  startTestProduct,
  TestProductDatabases,
} from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a push to the repository', () => {
  let github: GithubTestServer;
  let repository: GitTestRepository;
  const repositories = new Map<string, GitTestRepository>();
  let product: Awaited<ReturnType<typeof startTestProduct>>;

  const start = (
    schedule?: string,
    knex?: TestProductDatabases,
  ): ReturnType<typeof startTestProduct> =>
    startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      knex,
      config: {
        events: { http: { topics: ['github'] } },
        staticData: {
          github: {
            repo: 'acme/architecture',
            branch: 'main',
            apiBaseUrl: github.apiBaseUrl,
          },
          schedule,
        },
      },
      features: [eventsPlugin, createEventRouter(GithubEventRouter)],
    });

  // One product lives through all of it.
  beforeAll(async () => {
    github = await GithubTestServer.start();
    repository = await github.createRepository('acme/architecture', {
      files: FILES,
    });
    for (const [name, buildFile] of Object.entries(BUILD_FILES)) {
      const created = await github.createRepository(name, {
        files: { 'build.gradle': buildFile },
      });
      repositories.set(name, created);
    }
    product = await start();
  });
  afterAll(() => github.stop());

  /** Commits an application more. */
  async function commitApplication(id: string): Promise<string> {
    const applications = JSON.parse(FILES[PATHS.applications]);
    return repository.commit({
      files: {
        [PATHS.applications]: toJson([
          ...applications,
          { ...applications[3], id, name: id },
        ]),
      },
    });
  }

  /** What GitHub does after a push. */
  function deliver(
    commit: string,
    options: { repository?: string; branch?: string; files?: string[] } = {},
  ) {
    return request(product.server)
      .post('/api/events/http/github')
      .set('X-GitHub-Event', 'push')
      .send(
        createGithubPushPayload({
          repository: 'acme/architecture',
          branch: 'main',
          commit,
          pusher: 'octocat',
          ...options,
        }),
      );
  }

  /** The syncs, newest first, once nothing runs and nothing is queued. */
  async function getSyncs(): Promise<SyncHistoryRecord[]> {
    for (;;) {
      const queued = await product.knex.store('static_data_refresh_requests');
      const { body } = await product.api.get('/sync-history/running');
      if (queued.length === 0 && body.running === null) {
        break;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return (await product.api.get('/sync-history')).body.history;
  }

  it('brings the commit into the catalog, on record with the pusher', async () => {
    const commit = await commitApplication('wishlist');
    await deliver(commit).expect(202);

    await product.waitForEntities(all =>
      all.some(({ metadata }) => metadata.name === 'wishlist'),
    );
    const [sync, ...others] = await getSyncs();
    expect(others).toEqual([]);
    expect(sync).toMatchObject({
      syncType: 'PUSH',
      status: 'SUCCESS',
      triggeredBy: 'github:octocat',
      revision: commit,
    });
    const { body } = await product.api.get(`/sync-history/${sync.id}/logs`);
    expect(body.lines[0].message).toBe(
      `Starting PUSH sync #${sync.number} for a push of ${commit} by github:octocat`,
    );
    const { body: pushes } = await product.api.get(
      '/sync-history?syncType=PUSH',
    );
    expect(pushes.history).toHaveLength(1);
  });

  it('is one sync where there is a storm of them while another replica has its turn', async () => {
    const before = await getSyncs();
    const store = await createStaticDataStore({
      getClient: async () => product.knex.store,
    });
    const { lease } = store.ofSource(DEFAULT_SOURCE_ID);
    const { id: syncId, configSnapshot } = before[0];
    await lease.acquire({
      syncId,
      syncType: 'SCHEDULED',
      dryRun: false,
      configSnapshot,
    });
    const commits: string[] = [];
    for (let index = 0; index < 50; index++) {
      commits.push(await commitApplication(`storm-${index}`));
    }
    await Promise.all(commits.map(commit => deliver(commit).expect(202)));
    await lease.release(syncId);

    const commit = await commitApplication('calm');
    await deliver(commit).expect(202);
    const [sync, ...others] = await getSyncs();
    expect(others).toHaveLength(before.length);
    expect(sync).toMatchObject({
      syncType: 'PUSH',
      status: 'SUCCESS',
      revision: commit,
    });
  });

  it('starts nothing when it went to another branch', async () => {
    const before = await getSyncs();
    await deliver(await commitApplication('idea'), { branch: 'idea' }).expect(
      202,
    );
    expect(await getSyncs()).toHaveLength(before.length);
  });

  it('of an application brings its relations into the catalog, and asks for little', async () => {
    await deliver(await commitApplication('checkout')).expect(202);
    const before = await getSyncs();
    const files = {
      'build.gradle':
        'openapi { consumer { java("payments:payment-api:2.1.0") } }',
    };
    const commit = await repositories.get('acme/cart')!.commit({ files });
    await repositories.get('acme/orders')!.commit({ files });
    const asked = github.requests.length;
    await deliver(commit, {
      repository: 'acme/cart',
      files: ['build.gradle'],
    }).expect(202);

    const [sync, ...others] = await getSyncs();
    expect(others).toHaveLength(before.length);
    expect(sync).toMatchObject({
      syncType: 'PUSH',
      status: 'SUCCESS',
      triggeredBy: 'github:octocat',
      pushes: [{ repository: 'acme/cart', commit, pushedBy: 'github:octocat' }],
      stats: { entitiesUpdated: 1 },
    });
    const paths = github.requests.slice(asked).map(({ path }) => path);
    expect(paths.filter(path => /tarball|orders/.test(path))).toEqual([]);
    const { body } = await product.api.get(`/sync-history/${sync.id}/changes`);
    expect(body.changes).toMatchObject([
      {
        entityRef: 'component:default/cart',
        change: 'updated',
        provenance: { buildFile: 'acme/cart/build.gradle' },
      },
    ]);
    const { body: logs } = await product.api.get(
      `/sync-history/${sync.id}/logs`,
    );
    expect(logs.lines.slice(0, 2)).toMatchObject([
      {
        message: `Starting PUSH sync #${sync.number} of the build files in acme/cart`,
      },
      { message: `github:octocat pushed ${commit} to acme/cart` },
    ]);
  });

  it('starts nothing of a source that is synchronised by hand only', async () => {
    const before = await getSyncs();
    await product.stop();
    product = await start('manual', product.knex);
    const commit = await commitApplication('by-hand');
    await deliver(commit).expect(202);
    await product.runRequested();
    expect(await getSyncs()).toHaveLength(before.length);
    await product.refresh();
    const [sync, ...others] = await getSyncs();
    expect(others).toHaveLength(before.length);
    expect(sync).toMatchObject({ syncType: 'MANUAL', revision: commit });
  });
});
