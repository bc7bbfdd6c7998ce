import {
  RecordedFinding,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { Caller } from '../http/callers';

/** A record as a caller may see it. */
export function recordVisibleTo(
  { seesStackTraces }: Caller,
  record: SyncHistoryRecord,
): SyncHistoryRecord {
  return seesStackTraces || !record.errors
    ? record
    : { ...record, errors: record.errors.map(withoutStackTrace) };
}

/** A finding as a caller may see it. */
export function findingVisibleTo(
  { seesStackTraces }: Caller,
  finding: RecordedFinding,
): RecordedFinding {
  return seesStackTraces ? finding : withoutStackTrace(finding);
}

function withoutStackTrace<T extends { stackTrace?: string }>({
  stackTrace: _,
  ...rest
}: T): Omit<T, 'stackTrace'> {
  return rest;
}
