import { TestDatabases } from '@backstage/backend-test-utils';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

describe('settings, statistics and health', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'describe a synchronisation that has not run yet, %p',
    async databaseId => {
      const { api } = await startStaticData({
        knex: await databases.init(databaseId),
        config: { directory: 'data', schedule: { frequency: '0 * * * *' } },
      });

      const { status, body } = await api.get('/api/static-data/settings');

      expect(status).toBe(200);
      expect(body).toMatchObject({
        configuration: {
          repository: 'data',
          branch: '-',
          scheduleFrequency: '0 * * * *',
          lastConfigUpdate: expect.stringMatching(/^\d{4}-.*Z$/),
        },
        latestSync: null,
        runningSync: null,
        statistics: { period: '24h', totalSyncs: 0 },
        health: {
          status: 'UNKNOWN',
          reasons: ['No sync has run yet.'],
          lastSuccessfulSync: null,
          // Not the next full hour, but after the initial delay.
          nextSync: new Date(
            Date.parse(body.configuration.lastConfigUpdate) + 5000,
          ).toISOString(),
        },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'describe the latest and the running sync, %p',
    async databaseId => {
      const { api, store } = await startStaticData({
        knex: await databases.init(databaseId),
      });
      const latest = createSyncRecord({ startTime: minutesAgo(1) });
      const dryRun = createSyncRecord({
        startTime: minutesAgo(0.5),
        status: 'FAILURE',
        dryRun: true,
      });
      await store.complete(
        createCompletedSync({ record: { startTime: minutesAgo(31) } }),
      );
      await store.complete(createAppliedSync({ record: latest }));
      await store.complete(createCompletedSync({ record: dryRun }));
      await store.lease.acquire({
        syncId: dryRun.id,
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ada',
        dryRun: false,
        configSnapshot: latest.configSnapshot,
      });

      const { body } = await api.get('/api/static-data/settings?period=30d');

      expect(body.latestSync).toEqual(latest);
      expect(body.runningSync).toMatchObject({
        id: dryRun.id,
        syncType: 'MANUAL',
        phase: 'FETCH',
        triggeredBy: 'user:default/ada',
      });
      expect(body.statistics).toMatchObject({
        period: '30d',
        totalSyncs: 2,
        successfulSyncs: 2,
        averageDurationMs: 2000,
      });
      expect(body.health).toMatchObject({
        status: 'HEALTHY',
        reasons: [],
        lastSuccessfulSync: latest.startTime,
        dataAsOf: latest.startTime,
        uptime: 100,
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'judge by every sync of the history, %p',
    async databaseId => {
      const { api, store } = await startStaticData({
        knex: await databases.init(databaseId),
      });
      const outcomes = ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'] as const;
      for (const [index, status] of outcomes.entries()) {
        const startTime = minutesAgo(60 * 24 * (3 - index));
        await store.complete(
          createCompletedSync({ record: { startTime, status } }),
        );
      }

      const health = await api.get('/api/static-data/health');
      const statistics = await api.get('/api/static-data/sync-statistics');

      expect(health.body).toMatchObject({
        status: 'UNHEALTHY',
        reasons: [
          expect.stringMatching(
            /^No sync completed at 20 or more scheduled times/,
          ),
          'Only 66.6% of the syncs of the last 30 days were applied.',
          'The last sync failed.',
        ],
        consecutiveFailures: 1,
      });
      expect(health.body.lateBy).toBeGreaterThan(0);
      expect(statistics.body).toMatchObject({
        period: '7d',
        totalSyncs: 3,
        successfulSyncs: 1,
        partialSyncs: 1,
        failedSyncs: 1,
        p50DurationMs: 2000,
      });
      expect(statistics.body.syncTrend).toHaveLength(8);
      expect(statistics.body.entityGrowth.at(-1).count).toBe(62);
    },
  );

  it.each(databases.eachSupportedId())(
    'say that removals are held, until they are approved, %p',
    async databaseId => {
      const { api, store } = await startStaticData({
        knex: await databases.init(databaseId),
      });
      const refs = ['api:default/orders', 'api:default/search'];
      await store.complete(
        createAppliedSync({
          record: { startTime: minutesAgo(1), status: 'PARTIAL_SUCCESS' },
          heldRemovals: refs.map(entityRef => ({
            entityRef,
            kind: 'API',
            sourceFile: 'contracts/x.yaml',
            reason: '2 of 4 APIs would go',
            dependents: [],
            dependentCount: 0,
          })),
        }),
      );
      const appliedInPart =
        'The last sync was applied in part: some inputs were skipped, or removals are held.';
      const readHealth = async () =>
        (await api.get('/api/static-data/health')).body;

      expect(await readHealth()).toMatchObject({
        status: 'DEGRADED',
        reasons: [
          appliedInPart,
          '2 removals are held back: restore their source, or approve them.',
        ],
      });

      await store.heldRemovals.approve(refs, 'user:default/ada');
      expect(await readHealth()).toMatchObject({
        status: 'DEGRADED',
        reasons: [appliedInPart],
      });
    },
  );

  it.each([
    ['/settings?period=1h', 'period: must be one of 24h, 7d, 30d, 90d'],
    ['/sync-statistics?period=', 'period: must be one of 24h, 7d, 30d, 90d'],
    ['/sync-statistics?days=3', `unknown parameter 'days'`],
    ['/health?verbose=1', `unknown parameter 'verbose'`],
  ])('refuse %s', async (path, message) => {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });

    const { status, body } = await api.get(`/api/static-data${path}`);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });
});
