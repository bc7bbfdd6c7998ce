import { DatabaseService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isSqlite } from './dialect';
import { loadMigrations } from './loadMigrations';

/** Any number, as long as nothing else locks by it in this database. */
const MIGRATION_LOCK_ID = 7_382_561;

/** Short, because SQLite blocks the process while it waits: see `retryWhileBusy`. */
const SQLITE_BUSY_TIMEOUT_MS = 50;

/** Brings a database into the state that the stores expect. */
export async function prepareDatabase(
  knex: Knex,
  migrations: DatabaseService['migrations'],
): Promise<void> {
  if (isSqlite(knex)) {
    await shareFile(knex);
  }
  if (!migrations?.skip) {
    await migrate(knex);
  }
}

/**
 * Lets other connections use the same SQLite file: with a write-ahead log, readers and
 * a writer do not wait for each other. A database in memory keeps what it has.
 */
async function shareFile(knex: Knex): Promise<void> {
  await knex.raw(`PRAGMA busy_timeout = ${SQLITE_BUSY_TIMEOUT_MS}`);
  await knex.raw('PRAGMA journal_mode = WAL');
}

/**
 * Runs the migrations in one transaction under a lock. The lock of Knex would not do: it
 * is a row in a table that processes which start at the same time create twice.
 *
 * The migrations are in memory before the transaction begins: with no input or output in
 * between, a transaction on SQLite does not let go of the event loop. Backstage's own
 * connection to the same file would otherwise block the process while it waits for a lock
 * that this process holds.
 */
async function migrate(knex: Knex): Promise<void> {
  const migrationSource = await loadMigrations();
  await knex.transaction(async tx => {
    if (isSqlite(knex)) {
      // SQLite locks with the first write; the value means nothing.
      await tx.raw('PRAGMA user_version = 1');
    } else {
      await tx.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK_ID]);
    }
    await tx.migrate.latest({ migrationSource });
  });
}
