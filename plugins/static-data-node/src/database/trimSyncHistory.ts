import { Knex } from 'knex';
import { toIsoString } from './columns';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { deleteRowsOfSyncs, SYNC_ROWS_TABLES } from './deleteRows';
import { SYNC_HISTORY_TABLE, SyncHistoryRow } from './tables';
import { takeTurn } from './takeTurn';

/** Small enough for what they have in other tables. */
const BATCH_SIZE = 100;

const OLDEST_FIRST = ['start_time', 'id'];

/**
 * Deletes the syncs that started before a time, then the oldest beyond a number of
 * records, with all that they left behind.
 *
 * @param keepIds - syncs that are not deleted
 * @returns number of syncs deleted
 */
export async function trimSyncHistory(
  knex: Knex,
  options: { before: string; maxRecords: number; keepIds: string[] },
): Promise<number> {
  const { before, maxRecords, keepIds } = options;
  const trimmable = () =>
    knex<SyncHistoryRow>(SYNC_HISTORY_TABLE).whereNotIn('id', keepIds);

  const deletedByAge = await deleteInBatches(knex, () =>
    trimmable().where('start_time', '<', before),
  );

  const [{ count }] = await knex(SYNC_HISTORY_TABLE).count({ count: '*' });
  const excess = Number(count) - maxRecords;
  if (excess <= 0) {
    return deletedByAge;
  }
  // A fixed end, not a number to delete: two processes that trim at the same time
  // would otherwise delete twice as many.
  const [end] = await trimmable()
    .orderBy(OLDEST_FIRST)
    .offset(excess - 1)
    .limit(1)
    .select('start_time', 'id');
  const deletedByNumber = await deleteInBatches(knex, () =>
    end
      ? trimmable().whereRaw('(start_time, id) <= (?, ?)', [
          toIsoString(end.start_time),
          end.id,
        ])
      : trimmable(),
  );
  return deletedByAge + deletedByNumber;
}

async function deleteInBatches(
  knex: Knex,
  select: () => Knex.QueryBuilder<SyncHistoryRow>,
): Promise<number> {
  const state = new DatabaseSyncStateStore(knex);
  let deleted = 0;
  for (;;) {
    const ids: string[] = await select()
      .orderBy(OLDEST_FIRST)
      .limit(BATCH_SIZE)
      .pluck('id');
    if (ids.length === 0) {
      return deleted;
    }
    // The records last: without them nobody would find the rest.
    for (const table of SYNC_ROWS_TABLES) {
      await deleteRowsOfSyncs(table, ids, deleteBatch => deleteBatch(knex));
    }
    // Another process may have deleted some of them.
    deleted += await takeTurn(() =>
      knex.transaction(async (tx): Promise<number> => {
        await state.countHistoryChange(tx);
        return tx(SYNC_HISTORY_TABLE).whereIn('id', ids).delete();
      }),
    );
  }
}
