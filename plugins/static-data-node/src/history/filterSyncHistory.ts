import {
  SYNC_RESULTS,
  SyncHistoryFilters,
  SyncResult,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { toIsoString, toStoredTime } from '../database/columns';
import { whereBefore, whereMatches } from '../database/queries';
import { SyncHistoryRow } from './syncHistoryRow';

/**
 * Where a sync is in the history, by what is stored of it, whether that can be read or not.
 *
 * @public
 */
export interface SyncPosition {
  /** ISO 8601, UTC, unless it is damaged. */
  startTime: string;
  id: string;
}

/** The position of a row. */
export function toPosition({
  start_time: startTime,
  id,
}: Pick<SyncHistoryRow, 'start_time' | 'id'>): SyncPosition {
  return { startTime: toStoredTime(startTime), id };
}

/**
 * Restricts a query to the syncs that match the filters, whatever their text.
 *
 * @param after - the last sync of the previous page, if there is one
 */
export function filterSyncHistory(
  rows: Knex.QueryBuilder<SyncHistoryRow>,
  filters: Omit<SyncHistoryFilters, 'q'>,
  after?: SyncPosition,
): void {
  const { source, status, syncType, dryRun, changed, from, to } = filters;
  if (status) {
    filterByStatus(rows, status);
  }
  whereMatches(rows, {
    source_id: source,
    sync_type: syncType,
    dry_run: dryRun,
    changed,
  });
  if (from !== undefined) {
    rows.where('start_time', '>=', toIsoString(from));
  }
  const end = to && toIsoString(to);
  // One of the two is enough. SQLite would choose the wrong one, and walk from there.
  if (end && (!after || end <= after.startTime)) {
    rows.where('start_time', '<', end);
  } else if (after) {
    whereBefore(rows, ['start_time', after.startTime], ['id', after.id]);
  }
}

/** In SQL, what `toSyncResult` says of a record. */
const CONDITIONS: Record<
  SyncResult,
  (rows: Knex.QueryBuilder<SyncHistoryRow>) => void
> = {
  SUCCESS: rows => rows.where({ status: 'SUCCESS' }),
  PARTIAL_SUCCESS: rows => rows.where({ status: 'PARTIAL_SUCCESS' }),
  FAILURE: rows => rows.where({ status: 'FAILURE', cancelled_by: null }),
  CANCELLED: rows =>
    rows.where({ status: 'FAILURE' }).whereNotNull('cancelled_by'),
};

/**
 * A single status is looked up in its index. Several must not be: the index has them one after
 * the other, so a page would have to be sorted out of the whole history. Written as an exclusion,
 * they are read from the index on the time, in the order of the page.
 */
function filterByStatus(
  rows: Knex.QueryBuilder<SyncHistoryRow>,
  results: SyncResult[],
): void {
  if (results.length === 1) {
    rows.where(CONDITIONS[results[0]]);
    return;
  }
  for (const result of SYNC_RESULTS) {
    if (!results.includes(result)) {
      rows.whereNot(CONDITIONS[result]);
    }
  }
}
