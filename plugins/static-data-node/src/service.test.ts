import {
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { createRecord } from './__testUtils__/createRecord';
import { createSync } from './__testUtils__/createSync';
import { staticDataStoreServiceRef } from './service';
import { StaticDataStore } from './StaticDataStore';

jest.setTimeout(60_000);

/** Starts a backend in which a plugin, and a module of another plugin, ask for the store. */
async function startBackend(database: JsonObject) {
  const stores: StaticDataStore[] = [];
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: { backend: { database } },
      }),
      createBackendPlugin({
        pluginId: 'static-data',
        register(env) {
          env.registerInit({
            deps: { store: staticDataStoreServiceRef },
            init: async ({ store }) => {
              stores.push(store);
            },
          });
        },
      }),
      createBackendPlugin({
        pluginId: 'catalog',
        register(env) {
          env.registerInit({ deps: {}, init: async () => {} });
        },
      }),
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'static-data',
        register(env) {
          env.registerInit({
            deps: { store: staticDataStoreServiceRef },
            init: async ({ store }) => {
              stores.push(store);
            },
          });
        },
      }),
    ],
  });
  return { backend, stores };
}

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const postgres = databases.eachSupportedId();

describe('staticDataStoreServiceRef', () => {
  const mockDirectory = createMockDirectory();

  it('gives one store to all plugins of a process, in memory too', async () => {
    const { backend, stores } = await startBackend({
      client: 'better-sqlite3',
      connection: ':memory:',
    });
    expect(stores).toHaveLength(2);

    const record = createRecord();
    await stores[0].ofSource('default').complete(createSync(record));
    expect(await stores[1].history.getLatest()).toEqual(record);
    await backend.stop();
  });

  it('keeps the store in a file of its own, which no other service opens', async () => {
    const database = {
      client: 'better-sqlite3',
      connection: { directory: mockDirectory.path },
    };
    const record = createRecord();
    const first = await startBackend(database);
    await first.stores[0].ofSource('default').complete(createSync(record));
    await first.backend.stop();
    expect(Object.keys(mockDirectory.content()!)).toContain(
      'static-data-store.sqlite',
    );

    const second = await startBackend(database);
    expect(await second.stores[0].history.getLatest()).toEqual(record);
    await second.backend.stop();
  });

  it('has the settings of the plugin, unless it has settings of its own', async () => {
    const { backend, stores } = await startBackend({
      client: 'pg',
      connection: { host: 'database.example.com' },
      plugin: {
        'static-data': { client: 'better-sqlite3', connection: ':memory:' },
      },
    });
    const record = createRecord();
    await stores[0].ofSource('default').complete(createSync(record));
    expect(await stores[0].history.getLatest()).toEqual(record);
    await backend.stop();
  });

  // A loop, since Jest refuses an empty table: a single test may run without PostgreSQL.
  for (const [databaseId] of postgres) {
    it(`keeps the store in the schema of the plugin, and closes the connections at shutdown, ${databaseId}`, async () => {
      const knex = await databases.init(databaseId);
      const { host, port, user, password, database } =
        knex.client.config.connection;
      const { backend, stores } = await startBackend({
        client: 'pg',
        pluginDivisionMode: 'schema',
        connection: { host, port, user, password, database },
      });
      const record = createRecord();
      await stores[0].ofSource('default').complete(createSync(record));
      expect(
        await knex('static_data_sync_history')
          .withSchema('static-data')
          .pluck('id'),
      ).toEqual([record.id]);

      await backend.stop();
      await expect(stores[0].history.getLatest()).rejects.toThrow(
        'The sync store failed in history.getLatest',
      );
    });

    it(`needs no right to create databases where its own exists, ${databaseId}`, async () => {
      const knex = await databases.init(databaseId);
      const { host, port, database } = knex.client.config.connection;
      const role = `limited_${database}`;
      await knex.raw(`create role ?? login password '${role}'`, [role]);
      await knex.raw('grant create, usage on schema public to ??', [role]);
      const { backend, stores } = await startBackend({
        client: 'pg',
        ensureExists: false,
        connection: { host, port, user: role, password: role },
        plugin: { 'static-data': { connection: { database } } },
      });
      const record = createRecord();
      await stores[0].ofSource('default').complete(createSync(record));
      expect(await knex('static_data_sync_history').pluck('id')).toEqual([
        record.id,
      ]);
      await backend.stop();
    });
  }
});
