import { setImmediate } from 'node:timers/promises';
import { Knex } from 'knex';
import { isSqlite } from './dialect';

/** SQLite's own default, in pages of its file. */
const CHECKPOINT_AFTER_PAGES = 1000;

/**
 * Runs a large transaction. SQLite moves what it has written from the write-ahead log to the
 * database not when it ends but with the next write, in another turn: both at once would
 * block the process for too long.
 */
export async function checkpointAfter(
  knex: Knex,
  runTransaction: () => Promise<void>,
): Promise<void> {
  if (!isSqlite(knex)) {
    await runTransaction();
    return;
  }
  await knex.raw('PRAGMA wal_autocheckpoint = 0');
  try {
    await runTransaction();
  } finally {
    await knex.raw(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_AFTER_PAGES}`);
    await setImmediate();
  }
}
