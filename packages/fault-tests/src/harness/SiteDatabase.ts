import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import knexFactory, { Knex } from 'knex';
import { PostgresServer } from './PostgresServer';

export type DatabaseKind = 'SQLite' | 'PostgreSQL';

/** The databases of one site: one for every plugin, as Backstage makes them. */
export interface SiteDatabase {
  readonly kind: DatabaseKind;
  /** For the key `backend.database`. */
  readonly config: JsonObject;
  /** A connection pool of the harness's own, to be destroyed. */
  connect(pluginId: string, maxConnections?: number): Knex;
  /** Deletes the database of the catalog, with all that is in it. */
  dropCatalog(): Promise<void>;
}

/** Name under which the harness connects to PostgreSQL. */
export const APPLICATION_NAME = 'fault-tests';

/** Lends a connection of the harness's own for the length of an action. */
export async function useDatabase<T>(
  database: SiteDatabase,
  pluginId: string,
  action: (knex: Knex) => Promise<T>,
): Promise<T> {
  const knex = database.connect(pluginId);
  try {
    return await action(knex);
  } finally {
    await knex.destroy();
  }
}

/** SQLite in files. */
export class SqliteSiteDatabase implements SiteDatabase {
  readonly kind = 'SQLite';
  readonly config: JsonObject;
  readonly #directory: string;
  readonly #storeDirectory: string;

  constructor(options: {
    directory: string;
    /** Where the store's file is, if not with the others. */
    storeDirectory?: string;
  }) {
    const { directory, storeDirectory } = options;
    this.#directory = directory;
    this.#storeDirectory = storeDirectory ?? directory;
    this.config = {
      client: 'better-sqlite3',
      connection: { directory },
      ...(storeDirectory && {
        plugin: {
          'static-data-store': { connection: { directory: storeDirectory } },
        },
      }),
    };
  }

  async dropCatalog(): Promise<void> {
    for (const suffix of ['', '-wal', '-shm']) {
      const file = join(this.#directory, `catalog.sqlite${suffix}`);
      await rm(file, { force: true });
    }
  }

  connect(pluginId: string): Knex {
    // The store has a file of its own.
    const filename =
      pluginId === 'static-data'
        ? join(this.#storeDirectory, 'static-data-store.sqlite')
        : join(this.#directory, `${pluginId}.sqlite`);
    return knexFactory({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
    });
  }
}

/** Databases of their own on a PostgreSQL server. */
export class PostgresSiteDatabase implements SiteDatabase {
  readonly kind = 'PostgreSQL';
  readonly config: JsonObject;
  readonly #server: PostgresServer;
  readonly #prefix: string;

  constructor(options: {
    server: PostgresServer;
    prefix: string;
    /** For the key `knexConfig.pool` of the store's database. */
    storePool?: JsonObject;
  }) {
    const { server, prefix, storePool } = options;
    this.#server = server;
    this.#prefix = prefix;
    this.config = {
      client: 'pg',
      connection: { ...server.connection },
      prefix,
      ...(storePool && {
        plugin: { 'static-data': { knexConfig: { pool: storePool } } },
      }),
    };
  }

  async dropCatalog(): Promise<void> {
    const name = `${this.#prefix}catalog`;
    await useDatabase(this, 'static-data', knex =>
      knex.raw('drop database ?? with (force)', [name]),
    );
  }

  connect(pluginId: string, maxConnections = 2): Knex {
    return knexFactory({
      client: 'pg',
      connection: {
        ...this.#server.connection,
        database: `${this.#prefix}${pluginId}`,
        application_name: APPLICATION_NAME,
      },
      pool: { min: 0, max: maxConnections },
    });
  }
}
