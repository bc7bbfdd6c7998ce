import {
  RecordedFinding,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { ReadAccess } from './authorize';

/** What of a record somebody may see. */
export function recordVisibleTo(
  { includesStackTraces }: ReadAccess,
  record: SyncHistoryRecord,
): SyncHistoryRecord {
  return includesStackTraces || !record.errors
    ? record
    : { ...record, errors: record.errors.map(withoutStackTrace) };
}

/** What of a finding somebody may see. */
export function findingVisibleTo(
  { includesStackTraces }: ReadAccess,
  finding: RecordedFinding,
): RecordedFinding {
  return includesStackTraces ? finding : withoutStackTrace(finding);
}

function withoutStackTrace<T extends { stackTrace?: string }>({
  stackTrace: _,
  ...rest
}: T): Omit<T, 'stackTrace'> {
  return rest;
}
