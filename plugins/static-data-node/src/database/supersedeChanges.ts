import { Knex } from 'knex';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { toIsoString } from './columns';
import { summarizeConfirmation } from './summarizeConfirmation';
import { SENT_CHANGES } from './syncChangeRow';
import {
  SYNC_CHANGES_TABLE,
  SYNC_HISTORY_TABLE,
  SyncChangeRow,
} from './tables';

/**
 * Gives up waiting for what earlier syncs sent of the entities that a sync has sent. The
 * transaction must hold the lock on the state.
 */
export async function supersedeEarlierChanges(
  tx: Knex.Transaction,
  { id, startTime }: SyncHistoryRecord,
): Promise<void> {
  const sent = tx(SYNC_CHANGES_TABLE)
    .where({ sync_id: id })
    .whereIn('change', SENT_CHANGES)
    .select('entity_ref');
  await supersede(tx, sent, pending =>
    pending.whereRaw('(start_time, sync_id) < (?, ?)', [
      toIsoString(startTime),
      id,
    ]),
  );
}

/** Gives up waiting for what a sync that is recorded late sent before later ones did. */
export async function supersedeLateChanges(
  tx: Knex.Transaction,
  { id, startTime }: SyncHistoryRecord,
): Promise<void> {
  const sentLater = tx({ later: SYNC_CHANGES_TABLE })
    .join({ history: SYNC_HISTORY_TABLE }, 'history.id', 'later.sync_id')
    .whereRaw('(history.start_time, history.id) > (?, ?)', [
      toIsoString(startTime),
      id,
    ])
    .whereNotNull('later.confirmation')
    .select('later.entity_ref');
  await supersede(tx, sentLater, pending => pending.where({ sync_id: id }));
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
    // A constant: SQLite does not look a parameter up in an index on some rows only.
    .whereRaw(`confirmation = 'pending'`)
    .modify(restrict)
    // As a condition of its own: PostgreSQL, which knows nothing yet of rows that were just
    // written, would otherwise compare each of the ones with each of the others.
    .whereRaw('(entity_ref in (?)) is true', [entityRefs])
    .update({ confirmation: 'superseded', confirmation_reason: null })
    .returning('sync_id');
  const syncIds = new Set(superseded.map(row => row.sync_id));
  await summarizeConfirmation(tx, [...syncIds]);
}
