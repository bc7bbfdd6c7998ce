import { Knex } from 'knex';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { deleteRowsOfSyncs, SyncRowsTable } from './deleteRows';
import { SYNC_HISTORY_TABLE, SyncHistoryRow } from './tables';

/**
 * Deletes what was staged for a sync that has no record, or one that was drawn from its
 * lease only.
 */
export async function discardStaged(
  knex: Knex,
  syncId: string,
  tables: SyncRowsTable[],
): Promise<void> {
  const anyIn = (table: SyncRowsTable) =>
    knex(table).where({ sync_id: syncId }).limit(1).select('sync_id');
  const [staged]: Array<Partial<Record<SyncRowsTable, string | null>>> =
    await knex.select(
      Object.fromEntries(tables.map(table => [table, anyIn(table)])),
    );
  for (const table of tables) {
    if (staged[table]) {
      await deleteRowsOfSyncs(table, [syncId], deleteBatch =>
        knex.transaction(async tx => {
          // The process of the sync may be about to write its record, with this lock.
          await new DatabaseSyncStateStore(knex).lock(tx);
          const record = await tx<SyncHistoryRow>(SYNC_HISTORY_TABLE)
            .where({ id: syncId, inferred: false })
            .first('id');
          return record ? 0 : deleteBatch(tx);
        }),
      );
    }
  }
}
