import {
  ConfirmationStatus,
  SyncConfirmation,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { SYNC_CHANGE_COLUMNS, SyncChangeRow } from '../changes/syncChangeRow';
import { inBatches } from '../database/batches';
import { TimeColumn } from '../database/columns';
import { SYNC_HISTORY_TABLE, SYNC_CHANGES_TABLE } from '../database/tables';
import { SyncHistoryRow } from '../history/syncHistoryRow';

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
  const restrict = (changes: Knex.QueryBuilder<SyncChangeRow>) =>
    changes
      .where({ source_id: record.source })
      .where('sync_number', '<', record.number);
  await supersede(tx, sent, restrict);
  // What failed before stays failed, but is no problem of the present version any more.
  await tx<SyncChangeRow>(SYNC_CHANGES_TABLE)
    .modify(restrict)
    .whereNotNull('problem')
    .whereRaw('(entity_ref in (?)) is true', [sent])
    .update({ problem: null });
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
    .where({ 'history.source_id': record.source })
    .where('history.number', '>', record.number)
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
    .update({
      confirmation: 'superseded',
      confirmation_reason: null,
      problem: null,
    })
    .returning('sync_id');
  const syncIds = new Set(superseded.map(row => row.sync_id));
  await summarizeConfirmation(tx, [...syncIds]);
}

interface StatusCount {
  sync_id: string;
  confirmation: ConfirmationStatus;
  count: number | string;
  checked_at: TimeColumn | null;
}

/**
 * Updates the records of syncs with what has become of the changes that they sent. The
 * transaction must hold the lock on the state row, so that no other changes these rows.
 */
export async function summarizeConfirmation(
  tx: Knex.Transaction,
  syncIds: string[],
): Promise<void> {
  await inBatches(syncIds, async batch => {
    const counts: StatusCount[] = await tx<SyncChangeRow>(SYNC_CHANGES_TABLE)
      .whereIn('sync_id', batch)
      .whereNotNull('confirmation')
      .groupBy('sync_id', 'confirmation')
      .select('sync_id', 'confirmation')
      .count({ count: '*' })
      .max({ checked_at: 'confirmation_checked_at' });
    for (const syncId of batch) {
      const ofSync = counts.filter(({ sync_id }) => sync_id === syncId);
      if (ofSync.length > 0) {
        await tx<SyncHistoryRow>(SYNC_HISTORY_TABLE)
          .where({ id: syncId })
          .update({ confirmation: JSON.stringify(toConfirmation(ofSync)) });
      }
    }
  });
}

function toConfirmation(counts: StatusCount[]): SyncConfirmation {
  const confirmation: SyncConfirmation = {
    sent: 0,
    confirmed: 0,
    pending: 0,
    failed: 0,
    superseded: 0,
  };
  for (const row of counts) {
    const count = Number(row.count);
    confirmation[row.confirmation] = count;
    confirmation.sent += count;
    const { confirmationCheckedAt: checkedAt = '' } =
      SYNC_CHANGE_COLUMNS.fromRow({ confirmation_checked_at: row.checked_at });
    if (checkedAt > (confirmation.checkedAt ?? '')) {
      confirmation.checkedAt = checkedAt;
    }
  }
  return confirmation;
}
