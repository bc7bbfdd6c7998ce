import { Knex } from 'knex';
import {
  SYNC_CHANGES_TABLE,
  SYNC_FINDINGS_TABLE,
  SYNC_LOGS_TABLE,
} from './tables';
import { takeTurn } from './takeTurn';

/** Small enough not to keep other statements waiting. */
const BATCH_SIZE = 1000;

/** The tables with rows of many syncs, and their keys. */
const KEYS = {
  [SYNC_CHANGES_TABLE]: ['sync_id', 'change', 'kind', 'entity_ref'],
  [SYNC_FINDINGS_TABLE]: ['sync_id', 'position'],
  [SYNC_LOGS_TABLE]: ['sync_id', 'position'],
};

/** A table with rows of many syncs. */
export type SyncRowsTable = keyof typeof KEYS;

export const SYNC_ROWS_TABLES = [
  SYNC_CHANGES_TABLE,
  SYNC_FINDINGS_TABLE,
  SYNC_LOGS_TABLE,
] as const;

/**
 * Deletes what syncs have in a table, in batches.
 *
 * @param runBatch - runs the statement of one batch; 0 ends the deletion
 */
export async function deleteRowsOfSyncs(
  table: SyncRowsTable,
  syncIds: string[],
  runBatch: (deleteBatch: (knex: Knex) => Promise<number>) => Promise<number>,
): Promise<void> {
  const key = KEYS[table];
  const deleteBatch = async (knex: Knex) =>
    knex(table)
      .whereIn(
        key,
        knex(table).whereIn('sync_id', syncIds).limit(BATCH_SIZE).select(key),
      )
      .delete();
  let deleted: number;
  do {
    deleted = await takeTurn(() => runBatch(deleteBatch));
  } while (deleted === BATCH_SIZE);
}
