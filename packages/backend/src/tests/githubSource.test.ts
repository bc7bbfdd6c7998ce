import { TestDatabases } from '@backstage/backend-test-utils';
import { GitTestFailure, GithubTestServer } from 'test-servers';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
const SHOP_API = `openapi: 3.0.3
info: { title: Cart, version: 1.0.0, description: What is in the cart. }
paths: {}
`;
const FILES = {
  'data/squads.json': '[{ "id": "shop-squad", "name": "Shop squad" }]',
  'data/bounded-contexts.json':
    '[{ "id": "shop", "name": "Shop", "ownerSquadId": "shop-squad" }]',
  'data/applications.json': JSON.stringify([
    {
      id: 'cart',
      name: 'Cart',
      inContextOfBoundedContextId: 'shop',
      supportedBySquadsIds: ['shop-squad'],
      repository: 'acme/cart',
    },
  ]),
  'contracts/shop/openapi/cart-api/v1.yaml': SHOP_API,
};
const BUILD_FILE =
  'openapi { producer { javaspring("shop:cart-api:1.2.0") } }\n';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'a source on GitHub, on %s',
  databaseId => {
    let github: GithubTestServer;

    beforeEach(async () => {
      github = await GithubTestServer.start({ token: TOKEN });
    });
    afterEach(async () => {
      await github.stop();
    });

    async function start() {
      const architecture = await github.createRepository('acme/architecture', {
        files: FILES,
      });
      const cart = await github.createRepository('acme/cart', {
        files: { 'build.gradle': BUILD_FILE },
      });
      const product = await startTestProduct({
        databases,
        databaseId,
        config: {
          staticData: {
            github: {
              repo: 'acme/architecture',
              branch: 'main',
              token: TOKEN,
              apiBaseUrl: github.apiBaseUrl,
            },
          },
        },
      });
      return { architecture, cart, ...product };
    }

    it('follows the commits of the repository', async () => {
      const { architecture, cart, refresh, waitForEntities } = await start();

      const first = await refresh();
      expect(first).toMatchObject({
        status: 'SUCCESS',
        revision: await architecture.resolve('main'),
        errorCount: 0,
        warningCount: 0,
        stats: {
          entitiesAdded: 4,
          apiRelationships: { totalProvidesApis: 1 },
        },
        configSnapshot: { repository: 'acme/architecture', branch: 'main' },
      });
      const [component] = (
        await waitForEntities(all => all.length === 4)
      ).filter(({ kind }) => kind === 'Component');
      expect(component.metadata.annotations).toMatchObject({
        'backstage.io/managed-by-location':
          'url:https://github.com/acme/architecture/blob/main/data/applications.json',
      });
      expect(component.spec).toMatchObject({
        providesApis: ['api:default/shop-cart-api-v1'],
      });

      github.requests.length = 0;
      const unchanged = await refresh();
      expect(unchanged).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUnchanged: 4 },
      });
      expect(github.requests.map(({ path, status }) => [path, status])).toEqual(
        [
          [expect.stringContaining('/commits/main/status'), 200],
          ['/graphql', 200],
        ],
      );

      await cart.commit({ files: { 'build.gradle': '// nothing\n' } });
      expect(await refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: {
          entitiesUpdated: 1,
          apiRelationships: { totalProvidesApis: 0 },
        },
      });

      await architecture.commit({
        files: {
          'data/squads.json': JSON.stringify([
            { id: 'shop-squad', name: 'The shop squad' },
            { id: 'new-squad', name: 'New squad' },
          ]),
        },
      });
      expect(await refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 1, entitiesUpdated: 1, entitiesUnchanged: 3 },
      });
      await waitForEntities(all =>
        all.some(({ metadata }) => metadata.title === 'The shop squad'),
      );
    });

    it.each<[GitTestFailure, string]>([
      ['unauthorized', 'AUTH'],
      ['notFound', 'NOT_FOUND'],
      ['serverError', 'NETWORK'],
      ['cutBody', 'NETWORK'],
    ])(
      'records %s as a failure with code %s, changes nothing, and recovers',
      async (failure, code) => {
        const { architecture, server, refresh, runScheduledSync, ...catalog } =
          await start();
        await refresh();
        const before = await catalog.waitForEntities(all => all.length === 4);
        await architecture.commit({
          files: { 'data/applications.json': '[]' },
        });

        github.fail(failure);
        await expect(runScheduledSync()).resolves.toBeUndefined();
        const { body: settings } = await request(server)
          .get('/api/static-data/settings')
          .expect(200);
        expect(settings.latestSync).toMatchObject({
          status: 'FAILURE',
          syncType: 'SCHEDULED',
          errors: [{ phase: 'FETCH', code, hint: expect.any(String) }],
          stats: { totalEntities: 4 },
        });
        expect(settings.health).toMatchObject({
          status: 'UNHEALTHY',
          consecutiveFailures: 1,
        });
        expect(JSON.stringify(settings)).not.toContain(TOKEN);
        expect(await catalog.getEntities()).toHaveLength(before.length);

        github.fail(undefined);
        await architecture.commit({
          files: { 'data/applications.json': FILES['data/applications.json'] },
        });
        expect(await refresh()).toMatchObject({
          status: 'SUCCESS',
          stats: { totalEntities: 4, entitiesUnchanged: 4 },
        });
      },
    );

    it('waits for a limit on requests, and says so', async () => {
      const { server, refresh } = await start();
      github.limitRequests({ requests: 4, seconds: 1 });
      const { id, ...sync } = await refresh();
      expect(sync).toMatchObject({
        status: 'SUCCESS',
        errorCount: 0,
        stats: { apiRelationships: { totalProvidesApis: 1 } },
      });
      const { text } = await request(server)
        .get(`/api/static-data/sync-history/${id}/logs`)
        .expect(200);
      expect(text).toMatch(
        /Waiting until 20\S+Z, because github.com limits the requests/,
      );
    });

    it('keeps what it knows, and asks nothing, while a limit takes longer than the sync may', async () => {
      const { architecture, api, refresh, getEntities, waitForEntities } =
        await start();
      const readHealth = async () => (await api.get('/health')).body;
      await refresh();
      await waitForEntities(all => all.length === 4);
      // The revision alone.
      github.limitRequests({ requests: 1, seconds: 3600 });
      expect(await refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors: [
          {
            code: 'RATE_LIMIT',
            error: expect.stringMatching(
              /^Could not check the build files of 1 repository for changes.* before 20\S+Z$/,
            ),
          },
        ],
        stats: { entitiesUnchanged: 4 },
      });

      const revision = await architecture.resolve('main');
      await architecture.commit({ files: { 'data/applications.json': '[]' } });
      const before = await readHealth();
      github.requests.length = 0;
      for (const _ of [1, 2]) {
        expect(await refresh()).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          revision,
          errors: [
            {
              code: 'RATE_LIMIT',
              error: expect.stringMatching(
                /^The rate limit is used up for acme\/architecture.* before 20\S+Z$/,
              ),
            },
          ],
          stats: { totalEntities: 4, entitiesUnchanged: 4 },
        });
      }
      expect(github.requests).toEqual([]);
      expect(await getEntities()).toHaveLength(4);
      expect(await readHealth()).toMatchObject({
        status: 'DEGRADED',
        reasons: [expect.stringContaining('left everything as it was')],
        dataAsOf: before.dataAsOf,
        lastSuccessfulSync: before.lastSuccessfulSync,
        consecutiveFailures: 0,
      });
    });

    it('keeps everything when the branch is emptied', async () => {
      const { architecture, refresh, getEntities, waitForEntities } =
        await start();
      await refresh();
      await waitForEntities(all => all.length === 4);

      await architecture.commit({
        files: { 'README.md': 'Moved.' },
        remove: Object.keys(FILES),
      });
      expect(await refresh()).toMatchObject({
        status: 'FAILURE',
        errors: [{ code: 'EMPTY_SOURCE' }],
      });
      expect(await getEntities()).toHaveLength(4);
    });
  },
);
