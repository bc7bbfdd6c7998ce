import {
  SYNC_STATUSES,
  SyncHistoryFilters,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { toIsoString } from '../database/columns';
import { whereContains, whereMatches } from '../database/queries';
import { SYNC_FINDINGS_TABLE } from '../details/SyncFindingStore';
import { SYNC_HISTORY_TABLE, SyncHistoryRow } from './syncHistoryRow';

/**
 * Where a sync is in the history.
 *
 * @public
 */
export interface SyncPosition {
  /** ISO 8601, UTC. */
  startTime: string;
  id: string;
}

/** A position as the values of the columns `start_time` and `id`. */
export function toPositionColumns({ startTime, id }: SyncPosition): string[] {
  return [toIsoString(startTime), id];
}

/**
 * Restricts a query to the syncs that match the filters.
 *
 * @param after - the last sync of the previous page, if there is one
 */
export function filterSyncHistory(
  rows: Knex.QueryBuilder<SyncHistoryRow>,
  filters: SyncHistoryFilters,
  after?: SyncPosition,
): void {
  const { status, syncType, dryRun, changed, from, to, q } = filters;
  if (status) {
    filterByStatus(rows, status);
  }
  whereMatches(rows, {
    sync_type: syncType,
    dry_run: dryRun,
    changed,
  });
  if (from !== undefined) {
    rows.where('start_time', '>=', toIsoString(from));
  }
  const end = to && toIsoString(to);
  const position = after && toPositionColumns(after);
  // One of the two is enough. SQLite would choose the wrong one, and walk from there.
  if (end && (!position || end <= position[0])) {
    rows.where('start_time', '<', end);
  } else if (position) {
    rows.whereRaw('(start_time, id) < (?, ?)', position);
  }
  if (q !== undefined) {
    filterByText(rows, q);
  }
}

/** What people call a sync by, such as `#118`. */
const NUMBER = /^#(\d{1,9})$/;

/** The JSON of the errors is no text to search: it has only the first, and names of fields. */
function filterByText(
  rows: Knex.QueryBuilder<SyncHistoryRow>,
  text: string,
): void {
  const [, number] = NUMBER.exec(text) ?? [];
  if (number) {
    rows.where({ number: Number(number) });
    return;
  }
  rows.where(anyOf =>
    anyOf
      .where(inRecord =>
        whereContains(inRecord, ['id', 'revision', 'triggered_by'], text),
      )
      .orWhere(inErrors =>
        inErrors
          // Most syncs have none, and need no lookup.
          .where('error_count', '>', 0)
          .whereExists(errors => {
            errors
              .from(SYNC_FINDINGS_TABLE)
              .whereRaw('sync_id in (??, ??)', [
                `${SYNC_HISTORY_TABLE}.id`,
                `${SYNC_HISTORY_TABLE}.known_findings`,
              ])
              .where({ severity: 'error' })
              .whereNot({ state: 'fixed' })
              .modify(whereContains, ['message'], text);
          }),
      ),
  );
}

/**
 * A single status is looked up in its index. Several must not be: the index has them one after
 * the other, so a page would have to be sorted out of the whole history. Written as an exclusion,
 * they are read from the index on the time, in the order of the page.
 */
function filterByStatus(
  rows: Knex.QueryBuilder<SyncHistoryRow>,
  statuses: SyncStatus[],
): void {
  if (statuses.length === 1) {
    rows.where({ status: statuses[0] });
    return;
  }
  for (const status of SYNC_STATUSES) {
    if (!statuses.includes(status)) {
      rows.whereNot({ status });
    }
  }
}
