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
  /** A connection of the harness's own, for the length of an action. */
  use<T>(pluginId: string, action: (knex: Knex) => Promise<T>): Promise<T>;
}

/** SQLite in files. */
export class SqliteSiteDatabase implements SiteDatabase {
  readonly kind = 'SQLite';
  readonly config: JsonObject;
  readonly #fileOf: (pluginId: string) => string;

  constructor(options: {
    directory: string;
    /** Where the store's file is, if not with the others. */
    storeDirectory?: string;
  }) {
    const { directory, storeDirectory } = options;
    this.#fileOf = pluginId =>
      join(
        (pluginId === 'static-data' && storeDirectory) || directory,
        `${pluginId}.sqlite`,
      );
    this.config = {
      client: 'better-sqlite3',
      connection: { directory },
      ...(storeDirectory && {
        plugin: {
          'static-data': { connection: { directory: storeDirectory } },
        },
      }),
    };
  }

  async use<T>(
    pluginId: string,
    action: (knex: Knex) => Promise<T>,
  ): Promise<T> {
    return useKnex(
      {
        client: 'better-sqlite3',
        connection: { filename: this.#fileOf(pluginId) },
        useNullAsDefault: true,
      },
      action,
    );
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
    knexConfig?: JsonObject;
  }) {
    const { server, prefix, knexConfig } = options;
    this.#server = server;
    this.#prefix = prefix;
    this.config = {
      client: 'pg',
      connection: { ...server.connection },
      prefix,
      ...(knexConfig && { knexConfig }),
    };
  }

  async use<T>(
    pluginId: string,
    action: (knex: Knex) => Promise<T>,
  ): Promise<T> {
    const database = `${this.#prefix}${pluginId}`;
    return useKnex(
      { client: 'pg', connection: { ...this.#server.connection, database } },
      action,
    );
  }
}

async function useKnex<T>(
  config: Knex.Config,
  action: (knex: Knex) => Promise<T>,
): Promise<T> {
  const knex = knexFactory(config);
  try {
    return await action(knex);
  } finally {
    await knex.destroy();
  }
}
