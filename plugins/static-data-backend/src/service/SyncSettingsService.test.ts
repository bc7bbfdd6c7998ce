import { ConfigReader } from '@backstage/config';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  listIntegratedHosts,
  readStaticDataConfig,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { SyncSettingsService } from './SyncSettingsService';

jest.setTimeout(60_000);

const NOON = new Date('2026-01-31T12:00:00.000Z');

describe('SyncSettingsService', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function createService(
    databaseId: Parameters<typeof databases.init>[0],
    place: JsonObject = { directory: 'data' },
  ) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore(knex);
    const rootConfig = new ConfigReader({
      staticData: { ...place, schedule: { frequency: { minutes: 30 } } },
    });
    const config = readStaticDataConfig(rootConfig)!.sources[0];
    let now = NOON;
    const service = new SyncSettingsService({
      store,
      config,
      hosts: listIntegratedHosts(rootConfig),
      now: () => now,
    });
    return {
      config,
      knex,
      store,
      service,
      setTime: (time: string) => {
        now = new Date(time);
      },
    };
  }

  it('tells which kinds of hosts build files are on', async () => {
    const url = 'https://gitlab.com/acme/architecture';
    const { service, store, knex } = await createService('SQLITE_3', { url });
    let scans = 0;
    knex.on('query', ({ sql }: { sql: string }) => {
      scans += sql.startsWith('select distinct') ? 1 : 0;
    });
    const readTypes = async () =>
      (await service.getSettings('24h')).applicationHostTypes;
    const complete = (...repositories: string[]) =>
      store.complete(
        createCompletedSync({
          record: { startTime: NOON.toISOString() },
          applied: {
            heldRemovals: [],
            buildFiles: repositories.map(repository => ({
              repository,
              address: { owner: 'acme', name: 'cart' },
              paths: [],
              providesApis: [],
              consumesApis: [],
              findings: [],
            })),
            removedBuildFiles: [],
            state: { fullApply: false },
          },
        }),
      );
    expect(await readTypes()).toEqual([]);
    expect(await readTypes()).toEqual([]);
    // All build files are gone through once for each sync.
    expect(scans).toBe(1);

    await complete('bitbucket.org/acme/cart', 'github.com/acme/pay');
    expect(await readTypes()).toEqual(['github', 'bitbucketCloud']);

    await complete('acme/search');
    expect(await readTypes()).toEqual(['github', 'gitlab', 'bitbucketCloud']);
  });

  it('tells its own configuration while the store knows none', async () => {
    const { service } = await createService('SQLITE_3');

    const { configuration } = await service.getSettings('24h');

    expect(configuration).toEqual({
      repository: 'data',
      branch: '-',
      scheduleFrequency: 'PT30M',
      lastConfigUpdate: '2026-01-31T12:00:00.000Z',
    });
  });

  it('tells the configuration that the store has seen', async () => {
    const { service, store } = await createService('SQLITE_3');
    const other = readStaticDataConfig(
      new ConfigReader({
        staticData: { github: { repo: 'acme/architecture' } },
      }),
    )!;
    await store.configurations.observe(other, other.sources[0]);

    const { configuration } = await service.getSettings('24h');

    expect(configuration).toMatchObject({
      repository: 'acme/architecture',
      branch: 'main',
      scheduleFrequency: '*/30 * * * *',
      url: 'https://github.com/acme/architecture',
    });
    expect(configuration.lastConfigUpdate).not.toBe(NOON.toISOString());
  });

  it('is late when no sync ever came', async () => {
    const { service, setTime } = await createService('SQLITE_3');

    setTime('2026-01-31T14:01:00.000Z');

    expect(await service.getHealth()).toMatchObject({
      status: 'UNHEALTHY',
      lateBy: 121 * 60_000 - 5000,
      nextSync: '2026-01-31T14:30:05.000Z',
    });
  });

  it.each(databases.eachSupportedId())(
    'is late when syncs stopped coming, whatever the last one did, %p',
    async databaseId => {
      const { service, store, knex, setTime } = await createService(databaseId);
      await store.state.noteScheduled();
      await knex('static_data_sync_state').update({
        last_scheduled_at: '2026-01-31T12:10:00.000Z',
      });
      await store.complete(
        createCompletedSync({
          record: { startTime: '2026-01-31T12:10:00.000Z' },
        }),
      );

      setTime('2026-01-31T12:39:00.000Z');
      expect(await service.getHealth()).toMatchObject({
        status: 'HEALTHY',
        lateBy: 0,
        lastSuccessfulSync: '2026-01-31T12:10:00.000Z',
        nextSync: '2026-01-31T12:40:00.000Z',
      });

      setTime('2026-01-31T13:11:00.000Z');
      expect(await service.getHealth()).toMatchObject({
        status: 'DEGRADED',
        lateBy: 31 * 60_000,
        nextSync: '2026-01-31T13:40:00.000Z',
      });
    },
  );

  it('is degraded while its configuration was never synced', async () => {
    const { config, service, store } = await createService('SQLITE_3');
    const sync = async (directory: string) =>
      store.complete(
        createCompletedSync({
          record: { startTime: NOON.toISOString() },
          applied: {
            buildFiles: [],
            removedBuildFiles: [],
            state: {
              fullApply: false,
              fingerprint: toSourceFingerprint({
                ...config,
                source: { type: 'directory', directory, path: directory },
              }),
            },
          },
        }),
      );
    await sync('elsewhere');

    expect(await service.getHealth()).toMatchObject({
      status: 'DEGRADED',
      reasons: [
        expect.stringContaining('configuration in force was never synced'),
      ],
    });

    await sync((config.source as { path: string }).path);
    expect(await service.getHealth()).toMatchObject({ status: 'HEALTHY' });
  });

  it('counts the next scheduled sync from the schedule, not from other syncs', async () => {
    const { service, store, knex, setTime } = await createService('SQLITE_3');
    setTime('2026-01-31T12:00:02.000Z');
    expect(await service.getHealth()).toMatchObject({
      nextSync: '2026-01-31T12:00:05.000Z',
    });

    await store.state.noteScheduled();
    await knex('static_data_sync_state').update({
      last_scheduled_at: '2026-01-31T12:00:06.000Z',
    });
    await store.complete(
      createCompletedSync({
        record: { startTime: '2026-01-31T12:20:00.000Z', syncType: 'MANUAL' },
      }),
    );
    setTime('2026-01-31T12:21:00.000Z');
    expect(await service.getHealth()).toMatchObject({
      nextSync: '2026-01-31T12:30:06.000Z',
    });
  });

  it.each(databases.eachSupportedId())(
    'starts the growth from the last sync before the period, %p',
    async databaseId => {
      const { service, store } = await createService(databaseId);
      const { stats } = createSyncRecord({ startTime: NOON.toISOString() });
      await store.complete(
        createCompletedSync({
          record: {
            startTime: '2026-01-24T11:59:59.000Z',
            stats: { ...stats, totalEntities: 50 },
          },
        }),
      );
      await store.complete(
        createCompletedSync({
          record: { startTime: '2026-01-30T08:00:00.000Z' },
        }),
      );

      const { totalSyncs, entityGrowth } = await service.getStatistics('7d');

      expect(totalSyncs).toBe(1);
      expect(entityGrowth.map(({ count }) => count)).toEqual([
        50, 50, 50, 50, 50, 50, 62, 62,
      ]);
    },
  );
});
