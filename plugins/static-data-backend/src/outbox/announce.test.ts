import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import {
  SyncHealth,
  WebhookEventType,
} from '@internal/plugin-static-data-common';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { announce } from './announce';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const startTime = '2026-03-01T10:00:00.000Z';

const HEALTHY: SyncHealth = {
  status: 'HEALTHY',
  reasons: [],
  lastSuccessfulSync: startTime,
  dataAsOf: startTime,
  consecutiveFailures: 0,
  uptime: 100,
  nextSync: null,
  lateBy: 0,
};

const FAILING: SyncHealth = {
  ...HEALTHY,
  status: 'DEGRADED',
  reasons: ['The last sync failed.'],
  consecutiveFailures: 1,
};

async function setUp(
  databaseId: TestDatabaseId,
  webhooks: Record<string, WebhookEventType[]>,
  sources = ['default'],
  recipients: string[] = [],
) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore(knex);
  const health: Record<string, SyncHealth> = {};
  return {
    store,
    health,
    run: () =>
      announce({
        store: store.all,
        sources,
        webhooks: Object.entries(webhooks).map(([id, events]) => ({
          id,
          url: 'http://127.0.0.1/',
          secret: 'unused',
          events,
        })),
        alerts: {
          consecutiveFailures: 3,
          owners: false,
          recipients: { entityRefs: recipients },
        },
        getHealth: async source => health[source] ?? HEALTHY,
        appBaseUrl: 'https://backstage.example.com/',
      }),
    /** What is queued: to whom, and the message. */
    async listQueued() {
      const queued = await knex('static_data_messages').orderBy('id');
      return queued.map(row => [row.recipient, JSON.parse(row.payload)]);
    },
  };
}

const held = (name: string) => ({
  entityRef: `api:default/${name}`,
  kind: 'API',
  sourceFile: `contracts/${name}.yaml`,
  reason: 'More than 20% of the APIs would be removed',
  dependents: [],
  dependentCount: 0,
});

describe.each(databases.eachSupportedId())('announce, %s', databaseId => {
  it('tells webhooks that ask for changes of syncs that changed something only', async () => {
    const { store, run, listQueued } = await setUp(databaseId, {
      changes: ['sync.changed'],
    });
    const changing = createCompletedSync({ record: { startTime } });
    const { stats } = changing.record;
    const idle = createCompletedSync({
      record: { startTime, stats: { ...stats, entitiesAdded: 0 } },
    });
    await store.complete(changing);
    await store.complete(idle);
    await run();

    expect(await listQueued()).toEqual([
      [
        'changes',
        expect.objectContaining({
          type: 'sync.changed',
          data: expect.objectContaining({
            syncId: changing.record.id,
            entitiesAdded: 1,
          }),
        }),
      ],
    ]);
  });

  it('tells webhooks that ask for it of syncs, with numbers, but not of dry runs', async () => {
    const { store, run, listQueued } = await setUp(databaseId, {
      good: ['sync.completed'],
      bad: ['sync.failed'],
      all: ['sync.completed', 'sync.failed'],
    });
    const good = createCompletedSync({ record: { startTime } });
    const bad = createCompletedSync({
      record: {
        startTime,
        status: 'FAILURE',
        errorCount: 1,
        errors: [
          {
            phase: 'FETCH',
            code: 'INTERNAL',
            error: 'x',
            hint: 'y',
            stackTrace: 'at secret place',
          },
        ],
      },
    });
    await store.complete(good);
    await store.complete(bad);
    await store.complete(
      createCompletedSync({ record: { startTime, dryRun: true } }),
    );

    await run();
    await run();

    const data = {
      source: 'default',
      syncType: 'SCHEDULED',
      startTime,
      endTime: '2026-03-01T10:00:02.000Z',
      durationMs: 2000,
      revision: 'abc123',
      totalEntities: 62,
      entitiesAdded: 1,
      entitiesUpdated: 0,
      entitiesRemoved: 0,
      removalsHeld: 0,
      errorCount: 0,
      warningCount: 0,
    };
    const completed = {
      type: 'sync.completed',
      timestamp: data.endTime,
      data: {
        ...data,
        syncId: good.record.id,
        number: good.record.number,
        status: 'SUCCESS',
        link: `https://backstage.example.com/static-data-settings/syncs/${good.record.id}`,
      },
    };
    const failed = {
      type: 'sync.failed',
      timestamp: data.endTime,
      data: {
        ...data,
        syncId: bad.record.id,
        number: bad.record.number,
        status: 'FAILURE',
        errorCount: 1,
        link: `https://backstage.example.com/static-data-settings/syncs/${bad.record.id}`,
      },
    };
    expect(await listQueued()).toEqual([
      ['good', completed],
      ['all', completed],
      ['bad', failed],
      ['all', failed],
    ]);
  });

  it('tells of a cancelled sync as such, not as of a failure', async () => {
    const { store, run, listQueued } = await setUp(databaseId, {
      all: ['sync.completed', 'sync.failed', 'sync.cancelled'],
    });
    await store.complete(
      createCompletedSync({
        record: { startTime, status: 'FAILURE', cancelledBy: 'user:default/a' },
      }),
    );
    await run();
    expect(await listQueued()).toMatchObject([
      [
        'all',
        {
          type: 'sync.cancelled',
          data: { status: 'FAILURE', cancelledBy: 'user:default/a' },
        },
      ],
    ]);
  });

  it('tells people why syncs fail, whatever was cancelled since', async () => {
    const ada = 'user:default/ada';
    const { store, health, run, listQueued } = await setUp(
      databaseId,
      {},
      ['default'],
      [ada],
    );
    const fail = (error: string, minute: number, cancelledBy?: string) =>
      store.complete(
        createCompletedSync({
          record: {
            startTime: `2026-03-01T10:0${minute}:00.000Z`,
            status: 'FAILURE',
            cancelledBy,
            errors: [{ phase: 'FETCH', code: 'INTERNAL', error, hint: 'Wait' }],
          },
        }),
      );
    await fail('The disk is full', 1);
    await fail('It was cancelled', 2, ada);
    health.default = { ...HEALTHY, consecutiveFailures: 3 };
    await run();
    expect(await listQueued()).toMatchObject([
      [
        expect.any(String),
        { description: expect.stringMatching(/^The disk is full\./) },
      ],
    ]);
  });

  it('tells of removals when more are held, not of every sync that holds them', async () => {
    const { store, run, listQueued } = await setUp(databaseId, {
      a: ['removals.held'],
    });
    const complete = async (names: string[]) => {
      const sync = createAppliedSync({
        record: { startTime, status: 'PARTIAL_SUCCESS' },
        heldRemovals: names.map(held),
      });
      sync.record.stats.removalsHeld = names.length;
      await store.complete(sync);
      await run();
      return sync.record.id;
    };
    const first = await complete(['one', 'two']);
    await complete(['one', 'two']);
    const third = await complete(['one', 'two', 'three']);
    await complete([]);

    expect(await listQueued()).toMatchObject([
      ['a', { data: { syncId: first, newlyHeld: 2, held: 2 } }],
      ['a', { data: { syncId: third, newlyHeld: 1, held: 3 } }],
    ]);
  });

  it('tells of changes of the health status, not what it is at first', async () => {
    const { health, run, listQueued } = await setUp(databaseId, {
      a: ['health.changed'],
      b: ['sync.failed'],
    });
    await run();
    await run();
    expect(await listQueued()).toEqual([]);

    health.default = FAILING;
    await Promise.all([run(), run()]);
    await run();
    expect(await listQueued()).toEqual([
      [
        'a',
        {
          type: 'health.changed',
          timestamp: expect.stringMatching(/^20.*Z$/),
          data: {
            source: 'default',
            status: 'DEGRADED',
            previousStatus: 'HEALTHY',
            reasons: ['The last sync failed.'],
            consecutiveFailures: 1,
            dataAsOf: startTime,
            link: 'https://backstage.example.com/static-data-settings',
          },
        },
      ],
    ]);

    health.default = HEALTHY;
    await run();
    expect(await listQueued()).toHaveLength(2);
  });

  it('tells of the health of each source by itself, with its page', async () => {
    const { health, run, listQueued } = await setUp(
      databaseId,
      { a: ['health.changed'] },
      ['default', 'payments', 'core'],
    );
    await run();

    health.payments = FAILING;
    await run();
    // In the same step as the other one, which must not take its place.
    health.default = FAILING;
    await run();
    health.payments = HEALTHY;
    await run();

    const link = 'https://backstage.example.com/static-data-settings/sources';
    expect((await listQueued()).map(([, { data }]) => data)).toMatchObject([
      { source: 'payments', status: 'DEGRADED', link: `${link}/payments` },
      { source: 'default', status: 'DEGRADED', link: `${link}/default` },
      { source: 'payments', status: 'HEALTHY', link: `${link}/payments` },
    ]);
  });

  it('tells of removals that the source of the sync holds, not of those of others', async () => {
    const { store, run, listQueued } = await setUp(
      databaseId,
      { a: ['removals.held', 'sync.completed'] },
      ['payments', 'core'],
    );
    for (const [source, names] of [
      ['core', ['one', 'two']],
      ['payments', ['three']],
    ] as const) {
      const sync = createAppliedSync({
        record: { source, startTime, status: 'PARTIAL_SUCCESS' },
        heldRemovals: names.map(held),
      });
      sync.record.stats.removalsHeld = names.length;
      await store.ofSource(source).complete(sync);
      await run();
    }

    expect(
      (await listQueued()).map(([, { type, data }]) => ({ type, ...data })),
    ).toMatchObject([
      { type: 'sync.completed', source: 'core' },
      { type: 'removals.held', source: 'core', newlyHeld: 2, held: 2 },
      { type: 'sync.completed', source: 'payments' },
      { type: 'removals.held', source: 'payments', newlyHeld: 1, held: 1 },
    ]);
  });

  it('tells of every sync once, even of many at a time and from several processes', async () => {
    const { store, run, listQueued } = await setUp(databaseId, {
      a: ['sync.completed'],
    });
    const ids: string[] = [];
    for (let i = 0; i < 120; i++) {
      const sync = createCompletedSync({ record: { startTime } });
      await store.complete(sync);
      ids.push(sync.record.id);
    }
    await Promise.all([run(), run()]);

    const told = (await listQueued()).map(([, { data }]) => data.syncId);
    expect(told.sort()).toEqual(ids.sort());
  });

  it('forgets syncs that no webhook asks for', async () => {
    const { store, run, listQueued } = await setUp(databaseId, {});
    await store.complete(createCompletedSync({ record: { startTime } }));
    await run();

    expect(await store.outbox.listUnannouncedSyncs(1)).toEqual([]);
    expect(await listQueued()).toEqual([]);
  });
});
