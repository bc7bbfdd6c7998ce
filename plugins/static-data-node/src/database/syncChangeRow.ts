import { SyncChange } from '@internal/plugin-static-data-common';
import { ChangeToRecord, CompletedSync } from '../store';
import {
  parseOptionalJson,
  stringifyOptional,
  toIsoString,
  toOptionalIsoString,
} from './columns';
import { SyncChangeRow } from './tables';

/** What is sent to the catalog, in the order of the key of the table. */
export const SENT_CHANGES = ['added', 'removed', 'updated'] as const;

/** Whether the sync sent its changes to the catalog. */
export function isSent({ record, applied }: CompletedSync): boolean {
  return applied !== undefined && !record.dryRun;
}

/** Whether a change, if its sync sends any, is among those that are sent. */
export function isSendable({ change }: ChangeToRecord): boolean {
  return SENT_CHANGES.some(sent => sent === change);
}

export function toSyncChangeRow(
  sync: CompletedSync,
  change: ChangeToRecord,
): SyncChangeRow {
  return {
    sync_id: sync.record.id,
    change: change.change,
    kind: change.kind,
    entity_ref: change.entityRef,
    start_time: toIsoString(sync.record.startTime),
    source_file: change.sourceFile,
    source_line: change.sourceLine ?? null,
    previous_hash: change.previousHash ?? null,
    hash: change.version?.hash ?? null,
    confirmation: isSent(sync) && isSendable(change) ? 'pending' : null,
    confirmation_reason: null,
    confirmation_checked_at: null,
    differences: stringifyOptional(change.differences),
  };
}

export function toSyncChange(row: SyncChangeRow): SyncChange {
  return {
    entityRef: row.entity_ref,
    kind: row.kind,
    change: row.change,
    sourceFile: row.source_file,
    sourceLine: row.source_line ?? undefined,
    differences: parseOptionalJson(row.differences),
    confirmation:
      row.confirmation === null
        ? undefined
        : {
            status: row.confirmation,
            reason: row.confirmation_reason ?? undefined,
            checkedAt: toOptionalIsoString(row.confirmation_checked_at),
          },
  };
}
