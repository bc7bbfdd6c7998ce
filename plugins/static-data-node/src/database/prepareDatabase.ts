import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Knex } from 'knex';
import { isSqlite } from './dialect';

/** Any number, as long as nothing else locks by it in this database. */
const MIGRATION_LOCK_ID = 7_382_561;

/** How Knex 3.3 reports migrations that are applied, but not among those it has. */
const UNKNOWN_MIGRATIONS = /^The migration directory is corrupt.*missing: (.*)/;

/**
 * Brings a database into the state that the store expects.
 *
 * @throws Error if another version has migrated the database
 */
export async function prepareDatabase(
  knex: Knex,
  migrations: DatabaseService['migrations'],
): Promise<void> {
  if (isSqlite(knex)) {
    // The many small writes of a running sync cost one disk access each, not several.
    await knex.raw('PRAGMA journal_mode = WAL');
  }
  if (migrations?.skip) {
    return;
  }
  try {
    await migrate(knex);
  } catch (error) {
    const unknown =
      isError(error) && UNKNOWN_MIGRATIONS.exec(error.message)?.[1];
    if (unknown) {
      throw new Error(
        `Another version of Static Data has migrated it (${unknown}), probably a newer one. Start that version, or restore a backup from before it.`,
      );
    }
    throw error;
  }
}

/**
 * Runs the migrations in one transaction under a lock. Knex's own lock would not do: it is a row in
 * a table that processes starting at the same time both try to create, and it stays locked when the
 * process is killed.
 */
async function migrate(knex: Knex): Promise<void> {
  await knex.transaction(async tx => {
    if (!isSqlite(knex)) {
      await tx.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK_ID]);
    }
    await tx.migrate.latest({
      directory: resolvePackagePath(
        '@internal/plugin-static-data-node',
        'migrations',
      ),
    });
  });
}
