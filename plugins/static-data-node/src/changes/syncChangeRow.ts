import {
  ConfirmationStatus,
  SENT_CHANGE_TYPES,
  SyncChange,
  SyncChangeType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { insertRows } from '../database/batches';
import {
  JsonColumn,
  parseOptionalJson,
  stringifyOptional,
  TimeColumn,
  toIsoString,
  toOptionalIsoString,
} from '../database/columns';

export const SYNC_CHANGES_TABLE = 'static_data_sync_changes';

export interface SyncChangeRow {
  sync_id: string;
  change: SyncChangeType;
  kind: string;
  entity_ref: string;
  /** Of the sync. */
  start_time: TimeColumn;
  source_file: string;
  source_line: number | null;
  previous_hash: string | null;
  hash: string | null;
  /** Only for what was sent. */
  confirmation: ConfirmationStatus | null;
  confirmation_reason: string | null;
  confirmation_checked_at: TimeColumn | null;
  differences: JsonColumn | null;
}

/** Whether a change is sent to the catalog by a sync that applies its changes. */
export function isSendable({ change }: Pick<ChangeToRecord, 'change'>) {
  return (SENT_CHANGE_TYPES as readonly SyncChangeType[]).includes(change);
}

/**
 * Adds the changes of a sync.
 *
 * @param options - `isSent`: whether the sync has sent its changes to the catalog
 */
export async function insertChanges(
  tx: Knex.Transaction,
  record: SyncHistoryRecord,
  changes: ChangeToRecord[],
  options: { isSent: boolean },
): Promise<void> {
  function* toRows(): Generator<SyncChangeRow> {
    for (const change of changes) {
      yield {
        sync_id: record.id,
        change: change.change,
        kind: change.kind,
        entity_ref: change.entityRef,
        start_time: toIsoString(record.startTime),
        source_file: change.sourceFile,
        source_line: change.sourceLine ?? null,
        previous_hash: change.previousHash ?? null,
        hash: change.version?.hash ?? null,
        confirmation: options.isSent && isSendable(change) ? 'pending' : null,
        confirmation_reason: null,
        confirmation_checked_at: null,
        differences: stringifyOptional(change.differences),
      };
    }
  }
  await insertRows(tx, SYNC_CHANGES_TABLE, toRows(), 'do nothing');
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
