import { Knex } from 'knex';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
} from '../changes/entityVersions';
import { ConfirmationStore } from '../confirmation/ConfirmationStore';
import { DELETION_BATCH_SIZE, deleteInBatches } from '../database/batches';
import { toStoredTime } from '../database/columns';
import { renewHistoryVersion } from '../database/HistoryCache';
import { countRows } from '../database/queries';
import { lockStateRows, SYNC_STATE_TABLE } from '../database/stateRow';
import {
  SNAPSHOT_TABLE,
  SYNC_HISTORY_TABLE,
  SYNC_FINDINGS_TABLE,
  SYNC_CHANGES_TABLE,
} from '../database/tables';
import { SYNC_LOGS_TABLE } from '../details/SyncLogStore';
import { SyncHistoryStore } from '../history/SyncHistoryStore';
import {
  SYNC_HISTORY_COLUMNS,
  SyncHistoryRow,
} from '../history/syncHistoryRow';
import { RUNNING_SYNC_TABLE } from '../running/SyncLeaseStore';

import { SyncStateStore } from '../snapshot/SyncStateStore';

/** Syncs that are deleted together, with what they have in other tables. */
const SYNC_BATCH_SIZE = 100;

const OLDEST_FIRST = ['start_time', 'id'];

/** The tables with rows of many syncs, and their keys. */
const KEYS_OF_DETAILS = {
  [SYNC_CHANGES_TABLE]: ['sync_id', 'change', 'kind', 'entity_ref'],
  [SYNC_FINDINGS_TABLE]: ['sync_id', 'position'],
  [SYNC_LOGS_TABLE]: ['sync_id', 'position'],
};

/**
 * Deletes the dry runs, or all other syncs, of a source that started before a time (ISO 8601), then the oldest
 * beyond a number of records, with everything that they left behind; not the latest ones, that of the
 * snapshot, nor those that sent what the catalog does not show.
 *
 * @returns number of syncs deleted
 */
export async function trimSyncHistory(
  knex: Knex,
  options: {
    sourceId: string;
    dryRun: boolean;
    before: string;
    maxRecords: number;
  },
): Promise<number> {
  const { sourceId, dryRun, before, maxRecords } = options;
  const { lastAppliedSyncId = '' } = await new SyncStateStore(
    knex,
    sourceId,
  ).get();
  const latestIds = await new SyncHistoryStore(knex, sourceId).listLatestIds();
  // What is missing from the catalog stays known for as long as it is.
  const problemIds = await new ConfirmationStore(
    knex,
    sourceId,
  ).listProblemSyncIds();
  const neededIds = [...latestIds, lastAppliedSyncId, ...problemIds];
  const all = () =>
    knex<SyncHistoryRow>(SYNC_HISTORY_TABLE).where({
      source_id: sourceId,
      dry_run: dryRun,
    });
  const trimmable = () => all().whereNotIn('id', neededIds);

  const deletedByAge = await deleteSyncs(knex, () =>
    trimmable().where('start_time', '<', before),
  );

  const excess = (await countRows(all())) - maxRecords;
  if (excess <= 0) {
    return deletedByAge;
  }
  // A fixed end, not a number to delete: two processes that trim at the same time would
  // otherwise delete twice as many.
  const [end] = await trimmable()
    .orderBy(OLDEST_FIRST)
    .offset(excess - 1)
    .limit(1)
    .select('start_time', 'id');
  const deletedByNumber = await deleteSyncs(knex, () =>
    end
      ? trimmable().whereRaw('(start_time, id) <= (?, ?)', [
          toStoredTime(end.start_time),
          end.id,
        ])
      : trimmable(),
  );
  return deletedByAge + deletedByNumber;
}

/** Ids of the sources that have records. */
export async function listRecordedSources(knex: Knex): Promise<string[]> {
  return knex(SYNC_HISTORY_TABLE).distinct('source_id').pluck('source_id');
}

/** Deletes log lines of syncs that started before a time and never got a record. */
export async function trimAbandonedLogs(
  knex: Knex,
  before: Date,
): Promise<void> {
  const lowest = (condition: string) =>
    knex(SYNC_LOGS_TABLE).min({ min: 'sync_id' }).whereRaw(condition);
  const abandoned: string[] = await knex
    // From one id to the next, skipping the many lines that a sync may have.
    .withRecursive('ids', ['id'], ids =>
      ids
        .min('sync_id')
        .from(SYNC_LOGS_TABLE)
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
      knex(SYNC_HISTORY_TABLE).whereRaw('??.id = ids.id', [SYNC_HISTORY_TABLE]),
    )
    .whereNotIn('ids.id', knex(RUNNING_SYNC_TABLE).select('sync_id'))
    .pluck('ids.id');
  await deleteDetails(knex, SYNC_LOGS_TABLE, abandoned);
}

/** Deletes versions of entities that neither a sync of the history nor the snapshot uses. */
export async function trimEntityVersions(knex: Knex): Promise<void> {
  const oldest = await knex<SyncHistoryRow>(SYNC_HISTORY_TABLE)
    .orderBy(OLDEST_FIRST)
    .first('start_time');
  if (!oldest) {
    return;
  }
  // Of a damaged time, the earliest of all: nothing counts as unused.
  const { startTime } = SYNC_HISTORY_COLUMNS.fromRow(oldest);
  const unused = () =>
    knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE)
      .where('last_used_at', '<', startTime)
      .whereNotExists(
        knex(SNAPSHOT_TABLE).whereRaw('??.hash = ??.hash', [
          SNAPSHOT_TABLE,
          ENTITY_VERSIONS_TABLE,
        ]),
      );
  await deleteInBatches(() =>
    unused()
      .whereIn('hash', unused().limit(DELETION_BATCH_SIZE).select('hash'))
      .delete(),
  );
}

async function deleteSyncs(
  knex: Knex,
  select: () => Knex.QueryBuilder<SyncHistoryRow>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const ids: string[] = await select()
      .orderBy(OLDEST_FIRST)
      .limit(SYNC_BATCH_SIZE)
      .pluck('id');
    if (ids.length === 0) {
      return deleted;
    }
    // The records last: without them nothing would lead to the rest.
    await deleteDetails(knex, SYNC_CHANGES_TABLE, ids);
    await deleteDetails(knex, SYNC_FINDINGS_TABLE, ids);
    await deleteDetails(knex, SYNC_LOGS_TABLE, ids);
    // Another process may have deleted some of them.
    deleted += await deleteRecords(knex, ids);
  }
}

async function deleteRecords(knex: Knex, ids: string[]): Promise<number> {
  let deleted = 0;
  await knex.transaction(async tx => {
    // A sync that completes meanwhile could refer to the same findings.
    await lockStateRows(tx);
    await renewHistoryVersion(tx);
    const records = () => tx(SYNC_HISTORY_TABLE);
    const lists: string[] = await records()
      .whereIn('id', ids)
      .whereNotNull('known_findings')
      .distinct('known_findings')
      .pluck('known_findings');
    await noteTrimmed(tx, ids);
    deleted = await records().whereIn('id', ids).delete();
    const used: string[] = await records()
      .whereIn('known_findings', lists)
      .distinct('known_findings')
      .pluck('known_findings');
    const unused = lists.filter(list => !used.includes(list));
    await deleteDetails(tx, SYNC_FINDINGS_TABLE, unused);
  });
  return deleted;
}

/** From where on the changes of all syncs that applied something are there. */
async function noteTrimmed(tx: Knex.Transaction, ids: string[]): Promise<void> {
  const trimmed: Array<{ source_id: string; number: number }> = await tx(
    SYNC_HISTORY_TABLE,
  )
    .whereIn('id', ids)
    .where({ dry_run: false })
    .whereNot({ status: 'FAILURE' })
    .groupBy('source_id')
    .select('source_id')
    .max({ number: 'number' });
  for (const { source_id: sourceId, number } of trimmed) {
    await tx(SYNC_STATE_TABLE)
      .where({ source_id: sourceId })
      .where(known =>
        known.whereNull('trimmed_up_to').orWhere('trimmed_up_to', '<', number),
      )
      .update({ trimmed_up_to: number });
  }
}

async function deleteDetails(
  knex: Knex,
  table: keyof typeof KEYS_OF_DETAILS,
  syncIds: string[],
): Promise<void> {
  const key = KEYS_OF_DETAILS[table];
  await deleteInBatches(() =>
    knex(table)
      .whereIn(
        key,
        knex(table)
          .whereIn('sync_id', syncIds)
          .limit(DELETION_BATCH_SIZE)
          .select(key),
      )
      .delete(),
  );
}

/** Sorts before the UUIDs of version 7 from a time on, and after those before. */
function toLowestId(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
