import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import {
  parseJson,
  parseOptionalJson,
  stringifyOptional,
  toIsoString,
} from './columns';
import { SyncHistoryRow } from './tables';

export function toSyncHistoryRow(
  record: SyncHistoryRecord,
  inferred = false,
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
    steps: JSON.stringify(record.steps),
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

/** @param row - without the repositories, where they are not read */
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
    steps: parseJson(row.steps),
    dryRun: Boolean(row.dry_run),
    repositories: parseOptionalJson(row.repositories ?? null),
    confirmation: parseOptionalJson(row.confirmation),
  };
}
