// A process of its own that fills a database; its argument is the job, as JSON.

import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import {
  StaticDataStore,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { runMain } from '../runMain';
import { createReadBackend } from './createReadBackend';
import { seedHistory } from './seedHistory';
import { seedState } from './seedState';
import { CHANGES_PER_RECORD, SeedJob, STATE_SIZE } from './types';

async function seed({ database, records }: SeedJob): Promise<void> {
  let knex: Knex | undefined;
  let store: StaticDataStore | undefined;
  const backend = createReadBackend({
    database,
    port: 0,
    onDatabase: opened => {
      knex = opened;
    },
  });
  backend.add(
    createBackendPlugin({
      pluginId: 'static-data',
      register(env) {
        env.registerInit({
          deps: { created: staticDataStoreServiceRef },
          async init({ created }) {
            store = created;
          },
        });
      },
    }),
  );
  await backend.start();
  const isSqlite = knex!.client.config.client !== 'pg';
  if (isSqlite) {
    await knex!.raw('PRAGMA synchronous = OFF');
  }
  await seedHistory(knex!, store!.ofSource(DEFAULT_SOURCE_ID), {
    records,
    changes: Math.ceil(records * CHANGES_PER_RECORD),
  });
  await seedState(knex!, store!.ofSource(STATE_SIZE.source));
  // As it would be after a while: PostgreSQL does so on its own, SQLite is not asked to.
  await knex!.raw(
    isSqlite ? 'PRAGMA wal_checkpoint(TRUNCATE)' : 'VACUUM ANALYZE',
  );
  await backend.stop();
}

runMain(() => seed(JSON.parse(process.argv[2])));
