import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { RemovalToHold } from '../store';
import { toIsoString } from './columns';
import { inBatches } from './inBatches';
import { insertRows } from './insertRows';
import { HELD_REMOVALS_TABLE, HeldRemovalRow } from './tables';

/**
 * Puts the removals that a sync holds in the place of those held before, in a transaction.
 * What is still held keeps since when it is, and its approval.
 */
export async function replaceHeldRemovals(
  tx: Knex.Transaction,
  record: SyncHistoryRecord,
  removals: RemovalToHold[],
): Promise<void> {
  const held = await tx<HeldRemovalRow>(HELD_REMOVALS_TABLE).pluck(
    'entity_ref',
  );
  const rows = removals.map(removal => toHeldRemovalRow(record, removal));
  const refs = new Set(rows.map(row => row.entity_ref));
  await inBatches(
    held.filter(ref => !refs.has(ref)),
    batch =>
      tx<HeldRemovalRow>(HELD_REMOVALS_TABLE)
        .whereIn('entity_ref', batch)
        .delete(),
  );
  await insertRows(
    tx,
    HELD_REMOVALS_TABLE,
    rows,
    `(entity_ref) do update set
       kind = excluded.kind,
       source_file = excluded.source_file,
       reason = excluded.reason,
       dependents = excluded.dependents,
       dependent_count = excluded.dependent_count`,
  );
}

function toHeldRemovalRow(
  record: SyncHistoryRecord,
  removal: RemovalToHold,
): HeldRemovalRow {
  return {
    entity_ref: removal.entityRef,
    kind: removal.kind,
    source_file: removal.sourceFile,
    reason: removal.reason,
    held_since: toIsoString(record.startTime),
    held_by_sync_id: record.id,
    dependents: JSON.stringify(removal.dependents),
    dependent_count: removal.dependentCount,
    approved_by: null,
    approved_at: null,
  };
}
