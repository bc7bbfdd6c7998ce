import {
  SyncHistoryRecord,
  SyncStatus,
  SyncType,
} from '@internal/plugin-static-data-common';
import {
  BooleanColumn,
  JsonColumn,
  parseJson,
  parseOptionalJson,
  stringifyOptional,
  TimeColumn,
  toIsoString,
} from '../database/columns';

export const SYNC_HISTORY_TABLE = 'static_data_sync_history';

export interface SyncHistoryRow {
  id: string;
  sync_type: SyncType;
  start_time: TimeColumn;
  end_time: TimeColumn;
  duration_ms: number;
  status: SyncStatus;
  stats: JsonColumn;
  errors: JsonColumn | null;
  warnings: JsonColumn | null;
  triggered_by: string | null;
  config_snapshot: JsonColumn;
  revision: string | null;
  phases: JsonColumn;
  dry_run: BooleanColumn;
  total_entities: number;
  error_count: number;
  warning_count: number;
  /** Derived from the lease of a process that died. */
  inferred: BooleanColumn;
  repositories: JsonColumn | null;
  confirmation: JsonColumn | null;
  commit: JsonColumn | null;
}

/** Every column: the type checker finds one that is missing. */
const COLUMNS: Record<keyof SyncHistoryRow, true> = {
  id: true,
  sync_type: true,
  start_time: true,
  end_time: true,
  duration_ms: true,
  status: true,
  stats: true,
  errors: true,
  warnings: true,
  triggered_by: true,
  config_snapshot: true,
  revision: true,
  phases: true,
  dry_run: true,
  total_entities: true,
  error_count: true,
  warning_count: true,
  inferred: true,
  repositories: true,
  confirmation: true,
  commit: true,
};

/** All but `repositories`, which is only read with a single sync. */
export const SYNC_HISTORY_LIST_COLUMNS = Object.keys(COLUMNS).filter(
  column => column !== 'repositories',
);

export function toSyncHistoryRow(
  record: SyncHistoryRecord,
  inferred: boolean,
): SyncHistoryRow {
  return {
    id: record.id,
    sync_type: record.syncType,
    start_time: toIsoString(record.startTime),
    end_time: toIsoString(record.endTime),
    duration_ms: record.durationMs,
    status: record.status,
    stats: JSON.stringify(record.stats),
    errors: stringifyOptional(record.errors),
    warnings: stringifyOptional(record.warnings),
    triggered_by: record.triggeredBy ?? null,
    config_snapshot: JSON.stringify(record.configSnapshot),
    revision: record.revision ?? null,
    phases: JSON.stringify(record.phases),
    dry_run: record.dryRun,
    total_entities: record.stats.totalEntities,
    error_count: record.errorCount,
    warning_count: record.warningCount,
    inferred,
    repositories: stringifyOptional(record.repositories),
    confirmation: stringifyOptional(record.confirmation),
    commit: stringifyOptional(record.commit),
  };
}

/** @param row - `repositories` may be missing: lists do not read it */
export function toSyncHistoryRecord(
  row: Omit<SyncHistoryRow, 'repositories'> &
    Partial<Pick<SyncHistoryRow, 'repositories'>>,
): SyncHistoryRecord {
  return {
    id: row.id,
    syncType: row.sync_type,
    startTime: toIsoString(row.start_time),
    endTime: toIsoString(row.end_time),
    durationMs: Number(row.duration_ms),
    status: row.status,
    stats: parseJson(row.stats),
    errors: parseOptionalJson(row.errors),
    warnings: parseOptionalJson(row.warnings),
    errorCount: Number(row.error_count),
    warningCount: Number(row.warning_count),
    triggeredBy: row.triggered_by ?? undefined,
    configSnapshot: parseJson(row.config_snapshot),
    revision: row.revision ?? undefined,
    commit: parseOptionalJson(row.commit),
    phases: parseJson(row.phases),
    dryRun: Boolean(row.dry_run),
    repositories: parseOptionalJson(row.repositories ?? null),
    confirmation: parseOptionalJson(row.confirmation),
  };
}
