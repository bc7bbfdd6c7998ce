import { TestDatabases } from '@backstage/backend-test-utils';
import {
  added,
  createComponent,
  updated,
  withoutVersion,
} from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const ENTITIES = '/api/static-data/entities';
const ORDERS = `${ENTITIES}/component/default/orders/history`;

describe('history of an entity', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  const before = createComponent('orders', { lifecycle: 'experimental' });
  const after = createComponent('orders', { lifecycle: 'production' });
  const addition = createAppliedSync({
    record: { startTime: '2026-01-05T00:00:00.000Z' },
    changes: [added(before), added(createComponent('search'))],
  });
  const update = createAppliedSync({
    record: {
      startTime: '2026-01-06T00:00:00.000Z',
      syncType: 'MANUAL',
      triggeredBy: 'user:default/ada',
      revision: 'def456',
      commit: { author: 'Ada', message: 'Release orders' },
    },
    changes: [updated(before, after)],
  });
  const preview = createCompletedSync({
    record: { startTime: '2026-01-07T00:00:00.000Z', dryRun: true },
    changes: [
      withoutVersion('removed', after),
      added(createComponent('only-in-preview')),
    ],
  });

  async function startWithSyncs(
    databaseId: Parameters<typeof databases.init>[0],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    for (const sync of [addition, update, preview]) {
      await started.store.complete(sync);
    }
    return started;
  }

  it.each(databases.eachSupportedId())(
    'tells which sync did what, newest first, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);

      const { status, body } = await api.get(ORDERS);

      expect(status).toBe(200);
      expect(body).toEqual({
        entityRef: 'component:default/orders',
        history: [
          expect.objectContaining({
            change: 'removed',
            syncId: preview.record.id,
            dryRun: true,
          }),
          {
            entityRef: 'component:default/orders',
            kind: 'Component',
            change: 'updated',
            sourceFile: 'data/applications.json',
            differences: {
              fields: [
                {
                  path: '/spec/lifecycle',
                  before: 'experimental',
                  after: 'production',
                },
              ],
              fieldCount: 1,
            },
            confirmation: { status: 'pending' },
            syncId: update.record.id,
            source: 'default',
            number: update.record.number,
            syncType: 'MANUAL',
            startTime: '2026-01-06T00:00:00.000Z',
            triggeredBy: 'user:default/ada',
            revision: 'def456',
            configSnapshot: update.record.configSnapshot,
            dryRun: false,
          },
          expect.objectContaining({
            change: 'added',
            sourceLine: 7,
            confirmation: expect.objectContaining({ status: 'superseded' }),
            syncId: addition.record.id,
            syncType: 'SCHEDULED',
            revision: 'abc123',
          }),
        ],
        pagination: { limit: 50, hasMore: false },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'is read page by page, and filtered, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);
      const query = { limit: 1, change: 'added,updated' };

      const first = await api.get(ORDERS).query(query);
      const { nextCursor } = first.body.pagination;
      const last = await api
        .get(ORDERS)
        .query({ ...query, cursor: nextCursor });

      expect(first.body.history).toMatchObject([{ change: 'updated' }]);
      expect(first.body.pagination.hasMore).toBe(true);
      expect(last.body.history).toMatchObject([{ change: 'added' }]);
      expect(last.body.pagination).toEqual({ limit: 1, hasMore: false });
    },
  );

  it.each(databases.eachSupportedId())(
    'is asked for in any case, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);

      const { status, body } = await api.get(
        `${ENTITIES}/Component/DEFAULT/Search/history`,
      );

      expect(status).toBe(200);
      expect(body.entityRef).toBe('component:default/search');
      expect(body.history).toHaveLength(1);
    },
  );

  it.each([
    ['nothing of the kind happened to it', `${ORDERS}?change=held`],
    [
      'it was only ever previewed, and not changed in this way',
      `${ENTITIES}/component/default/only-in-preview/history?change=updated`,
    ],
  ])('is empty when %s', async (_, url) => {
    const { api } = await startWithSyncs('SQLITE_3');

    const { status, body } = await api.get(url);

    expect(status).toBe(200);
    expect(body.history).toEqual([]);
  });

  it('is empty for an entity of the snapshot whose changes retention deleted', async () => {
    const { api, store } = await startWithSyncs('SQLITE_3');
    await store.trimHistory({ retentionDays: 100_000, maxRecords: 1 });

    const { status, body } = await api.get(
      `${ENTITIES}/component/default/search/history`,
    );

    expect(status).toBe(200);
    expect(body).toEqual({
      entityRef: 'component:default/search',
      history: [],
      pagination: { limit: 50, hasMore: false },
    });
  });

  it.each(databases.eachSupportedId())(
    'is not that of an entity that nobody knows, %p',
    async databaseId => {
      const { api } = await startWithSyncs(databaseId);

      const { status, body } = await api.get(
        `${ENTITIES}/api/default/orders/history`,
      );

      expect(status).toBe(404);
      expect(body.error).toEqual({
        name: 'NotFoundError',
        message: `No sync has involved an entity 'api:default/orders'`,
      });
    },
  );

  it.each([
    ['1/default/orders/history', 'kind: must be the kind of an entity'],
    ['api/-/orders/history', 'namespace: must be the namespace of an entity'],
    ['api/default/a%2Fb/history', 'name: must be the name of an entity'],
    ['api/default/a/history?q=x', `unknown parameter 'q'`],
    [
      'api/default/a/history?cursor=abc',
      'cursor: must be the nextCursor of a page',
    ],
  ])('refuses %s', async (path, message) => {
    const { api } = await startWithSyncs('SQLITE_3');

    const { status, body } = await api.get(`${ENTITIES}/${path}`);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });
});
