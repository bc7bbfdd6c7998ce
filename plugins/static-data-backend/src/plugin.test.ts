import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { createCompletedSync } from './__testUtils__/createCompletedSync';
import { createSyncRecord } from './__testUtils__/createSyncRecord';
import { startStaticData } from './__testUtils__/startStaticData';

jest.setTimeout(60_000);

const SYNC_ID = '019a2b3c-0000-7000-8000-000000000000';

const ENDPOINTS = [
  ['get', '/settings'],
  ['get', '/sync-history'],
  ['get', '/sync-history/running'],
  ['get', `/sync-history/${SYNC_ID}`],
  ['get', `/sync-history/${SYNC_ID}/changes`],
  ['get', `/sync-history/${SYNC_ID}/findings`],
  ['get', `/sync-history/${SYNC_ID}/logs`],
  ['get', `/sync-history/compare?from=${SYNC_ID}&to=${SYNC_ID}`],
  ['get', '/entities/component/default/checkout/history'],
  ['get', '/sync-statistics'],
  ['get', '/health'],
  ['get', `/refresh/${SYNC_ID}`],
  ['get', '/held-removals'],
  ['post', '/refresh'],
  ['post', '/held-removals/approve'],
] as const;

const WRITE_PERMISSIONS: Record<string, string> = {
  '/refresh': 'staticData.sync.refresh',
  '/held-removals/approve': 'staticData.sync.override',
};

describe('staticDataPlugin', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(ENDPOINTS)('%s %s needs credentials', async (method, path) => {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });

    const response = await api[method](`/api/static-data${path}`).set(
      'authorization',
      mockCredentials.none.header(),
    );

    expect(response.status).toBe(401);
    expect(response.body.error.name).toBe('AuthenticationError');
  });

  it.each(ENDPOINTS)('%s %s needs its permission', async (method, path) => {
    const permission = WRITE_PERMISSIONS[path] ?? 'staticData.sync.read';
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
      denied: [permission],
    });

    const response = await api[method](`/api/static-data${path}`);

    expect(response.status).toBe(403);
    expect(response.body.error).toMatchObject({
      name: 'NotAllowedError',
      message: `This needs the permission '${permission}'`,
    });
  });

  it.each(ENDPOINTS)(
    '%s %s names the missing key when there is no configuration',
    async (method, path) => {
      const { api } = await startStaticData({
        knex: await databases.init('SQLITE_3'),
        config: null,
      });

      const response = await api[method](`/api/static-data${path}`);

      expect(response.status).toBe(503);
      expect(response.body.error.message).toContain(`'staticData'`);
    },
  );

  it('does not start with a wrong configuration, and names the key', async () => {
    const knex = await databases.init('SQLITE_3');

    await expect(
      startStaticData({ knex, config: { directory: 'data', github: {} } }),
    ).rejects.toThrow(/staticData\.github/);
  });

  it.each(databases.eachSupportedId())(
    'keeps what the database says to itself, %p',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { api } = await startStaticData({ knex });
      await knex.schema.dropTable('static_data_sync_history');

      for (const path of ['/settings', '/sync-history', '/health']) {
        const response = await api.get(`/api/static-data${path}`);

        expect(response.status).toBe(500);
        expect(response.body.error.message).toContain('sync store failed');
        expect(response.text).not.toMatch(/select|from|where/i);
      }
    },
  );

  it('deletes old history by a scheduled task', async () => {
    const { api, store, scheduler } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
      config: { directory: 'data', history: { retentionDays: 7 } },
    });
    const old = createSyncRecord({ startTime: '2020-01-01T00:00:00.000Z' });
    const recent = createSyncRecord({ startTime: new Date().toISOString() });
    await store.complete(createCompletedSync({ record: old }));
    await store.complete(createCompletedSync({ record: recent }));

    await scheduler.triggerTask('static-data-history-retention');

    const { body } = await api.get('/api/static-data/sync-history');
    expect(body.history).toEqual([recent]);
  });
});
