import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import createKnex from 'knex';

export const DATABASE_NAMES = ['SQLite', 'PostgreSQL'] as const;

/** A database that the benchmark runs on. */
export type DatabaseName = (typeof DATABASE_NAMES)[number];

/** Empty databases for one backend. */
export interface BackendDatabases {
  /** Configuration under the key `backend.database`. */
  config: JsonObject;
  remove(): Promise<void>;
}

/**
 * Makes room for the databases of a backend; the backend creates them.
 *
 * @param postgres - connection string of the server, for PostgreSQL
 */
export async function createDatabases(
  name: DatabaseName,
  postgres: string | undefined,
): Promise<BackendDatabases> {
  if (name === 'SQLite') {
    const directory = await mkdtemp(join(tmpdir(), 'static-data-benchmark-'));
    return {
      config: { client: 'better-sqlite3', connection: { directory } },
      remove: () => rm(directory, { recursive: true }),
    };
  }
  if (!postgres) {
    throw new Error('No PostgreSQL server is named');
  }
  const prefix = `benchmark_${process.pid}_`;
  return {
    config: { client: 'pg', connection: postgres, prefix },
    remove: () => dropDatabases(postgres, prefix),
  };
}

async function dropDatabases(server: string, prefix: string): Promise<void> {
  const knex = createKnex({ client: 'pg', connection: `${server}/postgres` });
  try {
    const { rows } = await knex.raw<{ rows: { datname: string }[] }>(
      'select datname from pg_database where starts_with(datname, ?)',
      [prefix],
    );
    for (const { datname } of rows) {
      await knex.raw('drop database ?? with (force)', [datname]);
    }
  } finally {
    await knex.destroy();
  }
}
