import { TestDatabases } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { GitlabEventRouter } from '@backstage/plugin-events-backend-module-gitlab';
import {
  createPushPayload,
  GithubTestServer,
  GitlabTestServer,
  GitTestRepository,
} from 'test-servers';
import request from 'supertest';
import {
  BUILD_FILES,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { createEventRouter } from './__testUtils__/createEventRouter';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const TOKEN = 'marked-secret-of-gitlab';
const HOST = 'gitlab.example.com';
const GITHUB = 'ghe.example.com';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a source on GitLab, with an application on GitHub', () => {
  let gitlab: GitlabTestServer;
  let github: GithubTestServer;
  let repository: GitTestRepository;
  let product: Awaited<ReturnType<typeof startTestProduct>>;

  // One product lives through all of it.
  beforeAll(async () => {
    gitlab = await GitlabTestServer.start({ token: TOKEN });
    github = await GithubTestServer.start();
    const applications = JSON.parse(FILES[PATHS.applications]);
    repository = await gitlab.createRepository('acme/architecture', {
      files: {
        ...FILES,
        [PATHS.applications]: toJson([
          ...applications,
          {
            ...applications[0],
            id: 'abroad',
            name: 'Abroad',
            repository: `https://${GITHUB}/acme/abroad`,
          },
        ]),
      },
    });
    for (const [name, content] of Object.entries(BUILD_FILES)) {
      await gitlab.createRepository(name, {
        files: { 'build.gradle': content },
      });
    }
    await github.createRepository('acme/abroad', {
      files: { 'build.gradle': BUILD_FILES['acme/orders'] },
    });
    product = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: {
        events: { http: { topics: ['gitlab'] } },
        integrations: {
          gitlab: [{ host: HOST, apiBaseUrl: gitlab.apiBaseUrl, token: TOKEN }],
          github: [{ host: GITHUB, apiBaseUrl: github.apiBaseUrl }],
        },
        staticData: {
          url: `https://${HOST}/acme/architecture`,
          repositories: { allow: [`${GITHUB}/acme/*`] },
        },
      },
      features: [eventsPlugin, createEventRouter(GitlabEventRouter)],
    });
  });
  afterAll(async () => {
    await gitlab.stop();
    await github.stop();
  });

  async function find(name: string) {
    const entities = await product.waitForEntities(all =>
      all.some(({ metadata }) => metadata.name === name),
    );
    return entities.find(({ metadata }) => metadata.name === name)!;
  }

  it('comes into the catalog, with relations from both hosts', async () => {
    const sync = await product.refresh();
    expect(sync).toMatchObject({
      status: 'SUCCESS',
      revision: await repository.resolve('main'),
      commit: { author: 'Test' },
      configSnapshot: {
        repository: 'acme/architecture',
        branch: 'main',
        url: `https://${HOST}/acme/architecture`,
        hostType: 'gitlab',
      },
    });
    const [here, abroad] = [await find('orders'), await find('abroad')];
    expect(here.spec?.providesApis).toHaveLength(2);
    expect(abroad.spec?.providesApis).toEqual(here.spec?.providesApis);
    expect(here.metadata.annotations).toMatchObject({
      'backstage.io/managed-by-location': `url:https://${HOST}/acme/architecture/-/blob/main/${PATHS.applications}`,
    });
    const { body } = await product.api.get('/settings').expect(200);
    expect(body.configuration).toMatchObject({
      url: `https://${HOST}/acme/architecture`,
      hostType: 'gitlab',
    });
  });

  it('changes nothing when nothing was pushed, with one request for each repository on GitLab, and one for the name of the source', async () => {
    gitlab.requests.length = 0;
    expect(await product.refresh()).toMatchObject({
      status: 'SUCCESS',
      stats: { entitiesAdded: 0, entitiesUpdated: 0, entitiesRemoved: 0 },
    });
    expect(gitlab.requests).toHaveLength(2 + Object.keys(BUILD_FILES).length);
  });

  it('is synchronised after a push, on record with the pusher', async () => {
    const before = await repository.resolve('main');
    const squads = JSON.parse(FILES[PATHS.squads]);
    const commit = await repository.commit({
      files: {
        [PATHS.squads]: toJson([
          ...squads,
          { ...squads[0], id: 'new-squad', name: 'New' },
        ]),
      },
    });
    await request(product.server)
      .post('/api/events/http/gitlab')
      .send(
        createPushPayload.gitlab({
          host: HOST,
          fullName: 'acme/architecture',
          branch: 'main',
          commit,
          pusher: 'ann',
        }),
      )
      .expect(202);

    await find('new-squad');
    const { body: latest } = await product.api.get(
      '/sync-history?limit=1&changed=true',
    );
    const [sync] = latest.history;
    expect(sync).toMatchObject({
      syncType: 'PUSH',
      triggeredBy: 'gitlab:ann',
      status: 'SUCCESS',
      revision: commit,
    });
    const { body } = await product.api.get(`/sync-history/${sync.id}/changes`);
    expect(body.changes).toEqual([
      expect.objectContaining({
        entityRef: 'group:default/new-squad',
        provenance: expect.objectContaining({
          from: before,
          to: commit,
          scope: 'record',
          commits: [expect.objectContaining({ id: commit, author: 'Test' })],
        }),
      }),
    ]);
  });

  it.each([
    ['unauthorized', 'AUTH', 'FAILURE', 'integrations.gitlab'],
    ['notFound', 'NOT_FOUND', 'FAILURE', 'integrations.gitlab'],
    ['cutBody', 'NETWORK', 'FAILURE', 'next sync tries again'],
    // Nothing is asked for an hour after it.
    ['rateLimit', 'RATE_LIMIT', 'PARTIAL_SUCCESS', 'integrations.gitlab'],
  ] as const)(
    'keeps everything when GitLab fails: %s',
    async (mode, code, status, hint) => {
      const entities = await product.getEntities();
      await repository.commit({ files: { 'README.md': mode } });
      gitlab.fail(mode);
      const sync = await product.refresh();
      gitlab.fail(undefined);
      expect(sync).toMatchObject({
        status,
        errors: [{ phase: 'FETCH', code, hint: expect.stringContaining(hint) }],
      });
      expect(JSON.stringify(sync)).not.toContain(TOKEN);
      expect(await product.getEntities()).toEqual(entities);
    },
  );
});
