import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { columnsOf, RowIn } from '../database/columns';

export const SYNC_HISTORY_TABLE = 'static_data_sync_history';

interface StoredSync extends SyncHistoryRecord {
  totalEntities: number;
  /** Derived from the lease of a process that died. */
  inferred: boolean;
}

export const SYNC_HISTORY_COLUMNS = columnsOf<StoredSync>()({
  id: 'text',
  syncType: 'text',
  startTime: 'time',
  endTime: 'time',
  durationMs: 'number',
  status: 'text',
  stats: 'json',
  errors: 'json',
  warnings: 'json',
  triggeredBy: 'text',
  configSnapshot: 'json',
  revision: 'text',
  phases: 'json',
  dryRun: 'boolean',
  totalEntities: 'number',
  errorCount: 'number',
  warningCount: 'number',
  inferred: 'boolean',
  repositories: 'json',
  confirmation: 'json',
  commit: 'json',
  drift: 'json',
});

export type SyncHistoryRow = RowIn<typeof SYNC_HISTORY_COLUMNS>;

export function toSyncHistoryRow(
  record: SyncHistoryRecord,
  inferred: boolean,
): SyncHistoryRow {
  const { totalEntities } = record.stats;
  return SYNC_HISTORY_COLUMNS.toRow({ ...record, totalEntities, inferred });
}

/** @param row - `repositories` may be missing: lists do not read it */
export function toSyncHistoryRecord(
  row: Omit<SyncHistoryRow, 'repositories'>,
): SyncHistoryRecord {
  const { totalEntities, inferred, ...record } =
    SYNC_HISTORY_COLUMNS.fromRow(row);
  return record;
}
