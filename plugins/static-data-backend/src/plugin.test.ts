import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { createCompletedSync } from './__testUtils__/createCompletedSync';
import { createSyncRecord } from './__testUtils__/createSyncRecord';
import { startStaticData } from './__testUtils__/startStaticData';
import { endpoints } from './endpoints/endpoints';
import { createOpenApiDocument } from './http/createOpenApiDocument';

jest.setTimeout(60_000);

const SYNC_ID = '019a2b3c-0000-7000-8000-000000000000';

/** What the API document has, with a path that parameters have been put into. */
const ENDPOINTS = endpoints.flatMap(({ method, path, permission }) =>
  permission
    ? [
        {
          method,
          path: path.replaceAll(/\{\w+\}/g, SYNC_ID),
          permission: permission.name,
        },
      ]
    : [],
);

describe('staticDataPlugin', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(ENDPOINTS)('$method $path needs credentials', async endpoint => {
    const { method, path } = endpoint;
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

  it.each(ENDPOINTS)('$method $path needs $permission', async endpoint => {
    const { method, path, permission } = endpoint;
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
    '$method $path names the missing key when there is no configuration',
    async ({ method, path }) => {
      const { api } = await startStaticData({
        knex: await databases.init('SQLITE_3'),
        config: null,
      });

      const response = await api[method](`/api/static-data${path}`);

      expect(response.status).toBe(503);
      expect(response.body.error.message).toContain(`'staticData'`);
    },
  );

  it.each([{ directory: 'data' }, null])(
    'describes itself to whoever asks, with the configuration %p',
    async config => {
      const { api } = await startStaticData({
        knex: await databases.init('SQLITE_3'),
        config,
      });

      const { status, body } = await api
        .get('/api/static-data/openapi.json')
        .set('authorization', mockCredentials.none.header());

      expect(status).toBe(200);
      expect(body).toEqual(
        JSON.parse(JSON.stringify(createOpenApiDocument(endpoints))),
      );
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
