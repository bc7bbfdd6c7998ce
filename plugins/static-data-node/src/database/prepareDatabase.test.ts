import { setImmediate } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Knex, knex as createKnex } from 'knex';
import { createRecord } from '../__testUtils__/createRecord';
import {
  createAppliedSync,
  createChange,
  createSync,
} from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const directory = resolvePackagePath(
  '@internal/plugin-static-data-node',
  'migrations',
);

async function listTables(knex: Knex): Promise<string[]> {
  const names: string[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_tables')
          .where({ schemaname: 'public' })
          .pluck('tablename')
      : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  return names.filter(name => name.startsWith('static_data_')).sort();
}

async function listIndexes(knex: Knex, table: string): Promise<string[]> {
  const names: string[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_indexes').where({ tablename: table }).pluck('indexname')
      : await knex('sqlite_master')
          .where({ type: 'index', tbl_name: table })
          .pluck('name');
  return names.filter(name => name.startsWith('idx_')).sort();
}

describe.each(databases.eachSupportedId())('migrations, %s', databaseId => {
  it('go up, down and up again', async () => {
    const knex = await databases.init(databaseId);

    await knex.migrate.latest({ directory });
    const tables = await listTables(knex);
    expect(tables).toEqual([
      'static_data_active_sources',
      'static_data_build_files',
      'static_data_claims',
      'static_data_configurations',
      'static_data_entity_versions',
      'static_data_held_removals',
      'static_data_history_versions',
      'static_data_messages',
      'static_data_pull_requests',
      'static_data_refresh_requests',
      'static_data_running_sync',
      'static_data_snapshot',
      'static_data_steering_acts',
      'static_data_sync_changes',
      'static_data_sync_findings',
      'static_data_sync_history',
      'static_data_sync_logs',
      'static_data_sync_state',
      'static_data_told_states',
      'static_data_unannounced_syncs',
    ]);

    await knex.migrate.rollback({ directory }, true);
    expect(await listTables(knex)).toEqual([]);

    await knex.migrate.latest({ directory });
    expect(await listTables(knex)).toEqual(tables);
  });

  it.each([
    ['sync_type', ['SCHEDULED', 'MANUAL', 'PUSH']],
    ['status', ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE']],
  ])(
    'let the history have no other %s than the known ones',
    async (column, known) => {
      const knex = await databases.init(databaseId);
      const store = await createTestStore({
        getClient: async () => knex,
      });
      await store.complete(createSync());
      const write = (value: string) =>
        knex('static_data_sync_history').update({ [column]: value });

      for (const value of known) {
        expect(await write(value)).toBe(1);
      }
      await expect(write('OTHER')).rejects.toThrow(/check/i);
    },
  );

  it('give the history the columns and indexes that the specification names', async () => {
    const knex = await databases.init(databaseId);
    await knex.migrate.latest({ directory });

    expect(
      Object.keys(await knex('static_data_sync_history').columnInfo()),
    ).toEqual(
      expect.arrayContaining([
        'id',
        'sync_type',
        'start_time',
        'end_time',
        'duration_ms',
        'status',
        'stats',
        'errors',
        'warnings',
        'triggered_by',
        'config_snapshot',
        'created_at',
      ]),
    );
    expect(await listIndexes(knex, 'static_data_sync_history')).toEqual([
      'idx_sync_history_changed',
      'idx_sync_history_known_findings',
      'idx_sync_history_quiet',
      'idx_sync_history_source',
      'idx_sync_history_start_time',
      'idx_sync_history_status',
      'idx_sync_history_summary',
      'idx_sync_history_sync_type',
    ]);
  });
});

describe.each(databases.eachSupportedId())(
  'prepareDatabase, %s',
  databaseId => {
    it('migrates, and leaves a database alone that is migrated', async () => {
      const knex = await databases.init(databaseId);
      const getClient = async () => knex;
      const store = await createTestStore({ getClient });
      const record = createRecord();
      await store.complete(createSync(record));

      const again = await createTestStore({ getClient });
      expect(await again.history.getLatest()).toEqual(record);
    });

    it('does not migrate when migrations are switched off', async () => {
      const knex = await databases.init(databaseId);
      await createTestStore({
        getClient: async () => knex,
        migrations: { skip: true },
      });
      expect(await listTables(knex)).toEqual([]);
    });
  },
);

describe.each(databases.eachSupportedId())(
  'a database that a newer version has migrated, %s',
  databaseId => {
    it('is refused with a message that says so', async () => {
      const knex = await databases.init(databaseId);
      const getClient = async () => knex;
      await createTestStore({ getClient });
      await knex('knex_migrations').insert({
        name: '20991231000000_future.js',
        batch: 2,
        migration_time: new Date().toISOString(),
      });

      await expect(createTestStore({ getClient })).rejects.toThrow(
        'The sync store cannot use its database. Another version of Static Data has migrated it (20991231000000_future.js), probably a newer one',
      );
    });
  },
);

describe('processes that start at the same time', () => {
  const record = createRecord();

  /** Creates a store over each connection, writes to the first, reads from all. */
  async function shareRecord(connections: Knex[]) {
    try {
      const stores = await Promise.all(
        connections.map(knex =>
          createTestStore({ getClient: async () => knex }),
        ),
      );
      await stores[0].complete(createSync(record));
      return await Promise.all(
        stores.map(({ history }) => history.getLatest()),
      );
    } finally {
      await Promise.all(connections.map(knex => knex.destroy()));
    }
  }

  const postgres = databases
    .eachSupportedId()
    .filter(([databaseId]) => databaseId === 'POSTGRES_18');

  // A loop, since Jest refuses an empty table: a single test may run without PostgreSQL.
  for (const [databaseId] of postgres) {
    it(`share a database, ${databaseId}`, async () => {
      const knex = await databases.init(databaseId);
      const { client, connection } = knex.client.config;
      const records = await shareRecord(
        Array.from({ length: 3 }, () => createKnex({ client, connection })),
      );
      expect(records).toEqual([record, record, record]);
    });
  }
});

describe('a SQLite file', () => {
  const mockDirectory = createMockDirectory();

  function open() {
    return createKnex({
      client: 'better-sqlite3',
      connection: { filename: mockDirectory.resolve('store.sqlite') },
      useNullAsDefault: true,
    });
  }

  it('can be opened by another process, and gives way to what that writes', async () => {
    const knex = open();
    const store = await createTestStore({ getClient: async () => knex });
    const other = open();
    try {
      const record = createRecord();
      const otherStore = await createTestStore({
        getClient: async () => other,
      });
      await otherStore.complete(createSync(record));
      expect(await store.history.getLatest()).toEqual(record);
      await store.complete(createSync(createRecord()));
    } finally {
      await knex.destroy();
      await other.destroy();
    }
  });

  it('lets others have their turn while a sync is recorded', async () => {
    const knex = open();
    try {
      const store = await createTestStore({
        getClient: async () => knex,
      });
      let isDone = false;
      let turns = 0;
      const counting = (async () => {
        while (!isDone) {
          turns += 1;
          await setImmediate();
        }
      })();
      await store.complete(
        createAppliedSync(
          {},
          Array.from({ length: 3_000 }, (_, index) =>
            createChange(`c${index}`),
          ),
        ),
      );
      isDone = true;
      await counting;
      // Two tables get 3,000 rows each, 250 at a time.
      expect(turns).toBeGreaterThanOrEqual(24);
    } finally {
      await knex.destroy();
    }
  });
});
