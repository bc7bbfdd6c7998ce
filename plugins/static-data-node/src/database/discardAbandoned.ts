import { Knex } from 'knex';
import { SYNC_ROWS_TABLES, SyncRowsTable } from './deleteRows';
import { discardStaged } from './discardStaged';
import { RUNNING_SYNC_TABLE, SYNC_HISTORY_TABLE } from './tables';

/**
 * Deletes what was written for syncs that never got their record.
 *
 * @param before - only syncs that started before this time; their ids have it
 */
export async function discardAbandoned(
  knex: Knex,
  before: Date,
): Promise<void> {
  for (const table of SYNC_ROWS_TABLES) {
    for (const syncId of await listAbandoned(knex, table, before)) {
      await discardStaged(knex, syncId, [table]);
    }
  }
}

async function listAbandoned(
  knex: Knex,
  table: SyncRowsTable,
  before: Date,
): Promise<string[]> {
  const lowest = (min: string) =>
    knex(table).min({ min: 'sync_id' }).whereRaw(min);
  return (
    knex
      // From one id to the next, without the many rows that a sync may have in between.
      .withRecursive('ids', ['id'], ids =>
        ids
          .min('sync_id')
          .from(table)
          .unionAll(next =>
            next
              .select(knex.raw('(?)', [lowest('sync_id > ids.id')]))
              .from('ids')
              .whereNotNull('ids.id'),
          ),
      )
      .from('ids')
      .where('ids.id', '<', toLowestId(before))
      .whereNotExists(
        knex(SYNC_HISTORY_TABLE).whereRaw('??.id = ids.id', [
          SYNC_HISTORY_TABLE,
        ]),
      )
      .whereNotIn('ids.id', knex(RUNNING_SYNC_TABLE).select('sync_id'))
      .pluck('ids.id')
  );
}

/** Sorts before the UUIDs of version 7 from a time on, and after those before. */
function toLowestId(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
