import { SyncLogLine } from '@internal/plugin-static-data-common';
import { toIsoString } from './columns';
import { SyncLogRow } from './tables';

export function toSyncLogRow(
  syncId: string,
  position: number,
  line: SyncLogLine,
): SyncLogRow {
  return {
    sync_id: syncId,
    position,
    time: toIsoString(line.time),
    level: line.level,
    step: line.step,
    message: line.message,
  };
}

export function toSyncLogLine(row: SyncLogRow): SyncLogLine {
  return {
    time: toIsoString(row.time),
    level: row.level,
    step: row.step,
    message: row.message,
  };
}
