import { TestDatabases } from '@backstage/backend-test-utils';
import { SourceStore } from '@internal/plugin-static-data-node';
import {
  added,
  createComponent,
  updated,
  withoutVersion,
} from '../__testUtils__/changes';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const BASE = '/api/static-data';

type Change = ReturnType<typeof added>;

function createApi(name: string, spec: Record<string, string> = {}) {
  return {
    ...createComponent(name, {
      type: 'openapi',
      owner: 'payments',
      system: 'billing',
      definition: 'openapi: 3.1.0',
      ...spec,
    }),
    kind: 'API',
  };
}

const shop = createComponent('shop', {
  type: 'website',
  owner: 'sales',
  system: 'retail',
  consumesApis: ['orders'],
});

const orderService = createComponent('order-service', {
  providesApis: ['orders'],
});

describe('relations of APIs', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function start(
    databaseId: Parameters<typeof databases.init>[0],
    changes: Change[],
    options: { denied?: string[] } = {},
  ) {
    const knex = await databases.init(databaseId);
    const started = await startStaticData({ knex, ...options });
    let minute = 0;
    const apply = async (
      store: Pick<SourceStore, 'complete'>,
      next: Change[],
    ) => {
      minute += 1;
      const startTime = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
      await store.complete(
        createAppliedSync({ record: { startTime }, changes: next }),
      );
    };
    await apply(started.store, changes);
    return { ...started, knex, apply };
  }

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    it('say who provides and who consumes an API, by its name or entity ref', async () => {
      const { api } = await start(databaseId, [
        added(createApi('orders')),
        added(shop),
        added(orderService),
      ]);
      const orders = {
        name: 'orders',
        entityRef: 'api:default/orders',
        type: 'openapi',
        system: 'system:default/billing',
        owner: 'group:default/payments',
        hasContract: true,
      };

      for (const name of [
        'orders',
        'Orders',
        'default%2Forders',
        'api:default%2Forders',
        'api%3Adefault%2Forders',
      ]) {
        const providers = await api.get(`${BASE}/api-providers/${name}`);
        const consumers = await api.get(`${BASE}/api-consumers/${name}`);

        expect(providers.body).toEqual({
          api: orders,
          providers: [
            {
              name: 'order-service',
              entityRef: 'component:default/order-service',
            },
          ],
        });
        expect(consumers.body).toEqual({
          api: orders,
          consumers: [
            {
              name: 'shop',
              entityRef: 'component:default/shop',
              type: 'website',
              system: 'system:default/retail',
              owner: 'group:default/sales',
            },
          ],
          impact: {
            directConsumers: 1,
            systems: [{ entityRef: 'system:default/retail', consumers: 1 }],
            squads: [{ entityRef: 'group:default/sales', consumers: 1 }],
          },
        });
      }
    });

    it('are listed page by page, and filtered', async () => {
      const names = Array.from({ length: 1203 }, (_, index) => `api-${index}`);
      const { api } = await start(databaseId, [
        ...names.map(name => added(createApi(name))),
        added(createApi('other', { owner: 'sales', system: 'retail' })),
        added(createComponent('caller', { consumesApis: ['api-7', 'gone'] })),
      ]);

      const listed: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await api
          .get(`${BASE}/api-relations`)
          .query({ limit: 500, ...(cursor ? { cursor } : {}) });
        expect(body.pagination.total).toBe(1205);
        listed.push(
          ...body.apis.map((related: any) => related.api.name as string),
        );
        cursor = body.pagination.nextCursor;
      } while (cursor);
      expect(listed).toEqual([...names, 'gone', 'other'].sort());

      const found = await api.get(
        `${BASE}/api-relations?q=ER&owner=sales&system=system:default/retail`,
      );
      expect(found.body).toMatchObject({
        apis: [{ api: { name: 'other' }, providers: [], consumers: [] }],
        pagination: { total: 1, hasMore: false },
      });
      const gone = await api.get(`${BASE}/api-relations?q=gone`);
      expect(gone.body.apis).toMatchObject([
        { api: { hasContract: false }, consumers: [{ name: 'caller' }] },
      ]);
    });

    it('follow what other processes apply, at once', async () => {
      const { api, knex, apply } = await start(databaseId, [
        added(createApi('orders')),
        added(createApi('carts')),
        added(shop),
      ]);
      const consumersOf = async (name: string) => {
        const { body } = await api.get(`${BASE}/api-consumers/${name}`);
        return body.consumers.map((consumer: any) => consumer.name);
      };
      expect(await consumersOf('orders')).toEqual(['shop']);
      expect(await consumersOf('carts')).toEqual([]);

      const otherProcess = await createTestStore(knex);
      await apply(otherProcess, [
        updated(shop, createComponent('shop', { consumesApis: ['carts'] })),
        withoutVersion('removed', createApi('orders')),
      ]);

      expect(await consumersOf('carts')).toEqual(['shop']);
      expect((await api.get(`${BASE}/api-consumers/orders`)).status).toBe(404);
    });
  });

  it('are none before the first sync', async () => {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });

    const { body } = await api.get(`${BASE}/api-relations`);

    expect(body).toEqual({
      apis: [],
      pagination: { limit: 50, hasMore: false, total: 0 },
    });
  });

  it('are not those of an API that nobody knows', async () => {
    const { api } = await start('SQLITE_3', [added(shop)]);

    const { status, body } = await api.get(`${BASE}/api-providers/Carts`);

    expect(status).toBe(404);
    expect(body.error.message).toBe(
      `There is no API 'api:default/carts': no contract in the source, and no component that refers to it`,
    );
  });

  it.each([
    [
      'api-providers/a%20b',
      'api: must be the name or the entity ref of an API',
    ],
    [
      'api-consumers/component:default%2Fshop',
      'api: must be the name or the entity ref of an API',
    ],
    ['api-consumers/orders?q=a', `unknown parameter 'q'`],
    [
      'api-relations?system=group:a&owner=-&page=2',
      `system: must be the name or the entity ref of a system; owner: must be the name or the entity ref of a squad; unknown parameter 'page'`,
    ],
    ['api-relations?cursor=abc', 'cursor: must be the nextCursor of a page'],
  ])('refuse %s', async (path, message) => {
    const { api } = await start('SQLITE_3', []);

    const { status, body } = await api.get(`${BASE}/${path}`);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });

  it('are for those who may read', async () => {
    const { api } = await start('SQLITE_3', [added(shop)], {
      denied: ['staticData.sync.read'],
    });

    for (const path of [
      'api-relations',
      'api-providers/orders',
      'api-consumers/orders',
    ]) {
      expect((await api.get(`${BASE}/${path}`)).status).toBe(403);
    }
  });
});
