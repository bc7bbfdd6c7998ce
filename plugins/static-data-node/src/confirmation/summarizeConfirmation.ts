import {
  ConfirmationStatus,
  SyncConfirmation,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { SYNC_CHANGES_TABLE, SyncChangeRow } from '../changes/syncChangeRow';
import { inBatches } from '../database/batches';
import { TimeColumn, toIsoString } from '../database/columns';
import { SYNC_HISTORY_TABLE, SyncHistoryRow } from '../history/syncHistoryRow';

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
    const checkedAt = row.checked_at ? toIsoString(row.checked_at) : '';
    if (checkedAt > (confirmation.checkedAt ?? '')) {
      confirmation.checkedAt = checkedAt;
    }
  }
  return confirmation;
}
