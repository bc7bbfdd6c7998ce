import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { SYNC_CHANGES_TABLE, SyncChangeRow } from '../changes/syncChangeRow';
import { toPositionColumns } from '../history/filterSyncHistory';
import { SYNC_HISTORY_TABLE } from '../history/syncHistoryRow';
import { summarizeConfirmation } from './summarizeConfirmation';

/**
 * Stops waiting for what earlier syncs sent for the entities that a sync has sent. The
 * transaction must hold the lock on the state.
 */
export async function supersedeEarlierChanges(
  tx: Knex.Transaction,
  record: SyncHistoryRecord,
): Promise<void> {
  const sent = tx(SYNC_CHANGES_TABLE)
    .where({ sync_id: record.id })
    .whereNotNull('confirmation')
    .select('entity_ref');
  await supersede(tx, sent, pending =>
    pending.whereRaw(
      '(start_time, sync_id) < (?, ?)',
      toPositionColumns(record),
    ),
  );
}

/**
 * Stops waiting for what a sync sent if later ones sent it again before the sync was recorded. The
 * transaction must hold the lock on the state.
 */
export async function supersedeLateChanges(
  tx: Knex.Transaction,
  record: SyncHistoryRecord,
): Promise<void> {
  const sentLater = tx({ later: SYNC_CHANGES_TABLE })
    .join({ history: SYNC_HISTORY_TABLE }, 'history.id', 'later.sync_id')
    .whereRaw(
      '(history.start_time, history.id) > (?, ?)',
      toPositionColumns(record),
    )
    .whereNotNull('later.confirmation')
    .select('later.entity_ref');
  await supersede(tx, sentLater, pending =>
    pending.where({ sync_id: record.id }),
  );
}

/** @param entityRefs - query for the entities concerned */
async function supersede(
  tx: Knex.Transaction,
  entityRefs: Knex.QueryBuilder,
  restrict: (pending: Knex.QueryBuilder<SyncChangeRow>) => void,
): Promise<void> {
  const superseded: Array<Pick<SyncChangeRow, 'sync_id'>> = await tx(
    SYNC_CHANGES_TABLE,
  )
    // A constant: SQLite does not use a partial index for a parameter.
    .whereRaw(`confirmation = 'pending'`)
    .modify(restrict)
    // As a condition of its own: PostgreSQL has no statistics yet of rows that were just written,
    // and would otherwise compare each of the ones with each of the others.
    .whereRaw('(entity_ref in (?)) is true', [entityRefs])
    .update({ confirmation: 'superseded', confirmation_reason: null })
    .returning('sync_id');
  const syncIds = new Set(superseded.map(row => row.sync_id));
  await summarizeConfirmation(tx, [...syncIds]);
}
