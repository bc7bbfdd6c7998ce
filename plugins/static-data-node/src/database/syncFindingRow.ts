import { RecordedFinding } from '@internal/plugin-static-data-common';
import { SyncFindingRow } from './tables';

export function toSyncFindingRow(
  syncId: string,
  position: number,
  finding: RecordedFinding,
): SyncFindingRow {
  return {
    sync_id: syncId,
    position,
    state: finding.state,
    severity: finding.severity,
    phase: finding.phase,
    code: finding.code,
    message: finding.message,
    hint: finding.hint,
    file: finding.file ?? null,
    line: finding.line ?? null,
    entity_ref: finding.entity ?? null,
    stack_trace: finding.stackTrace ?? null,
  };
}

export function toRecordedFinding(row: SyncFindingRow): RecordedFinding {
  return {
    state: row.state,
    severity: row.severity,
    phase: row.phase,
    code: row.code,
    message: row.message,
    hint: row.hint,
    file: row.file ?? undefined,
    line: row.line ?? undefined,
    entity: row.entity_ref ?? undefined,
    stackTrace: row.stack_trace ?? undefined,
  };
}
