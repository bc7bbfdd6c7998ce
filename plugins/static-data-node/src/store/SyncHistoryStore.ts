import {
  SyncHistoryFilters,
  SyncHistoryRecord,
  SyncStatus,
} from '@internal/plugin-static-data-common';

/**
 * What the pure rules of health and statistics need to know of a sync.
 *
 * @public
 */
export interface SyncSummary {
  id: string;
  /** ISO 8601, UTC. */
  startTime: string;
  status: SyncStatus;
  /** Milliseconds. */
  durationMs: number;
  totalEntities: number;
}

/**
 * Where a sync stands in the history.
 *
 * @public
 */
export interface SyncPosition {
  /** ISO 8601, UTC. */
  startTime: string;
  id: string;
}

/**
 * A page of the history to read, newest first.
 *
 * @public
 */
export interface SyncHistoryQuery extends SyncHistoryFilters {
  /** Rows at most, 1 to 500. */
  limit: number;
  /** Rows to skip; for callers that number pages. */
  offset?: number;
  /** Only syncs that sort after this one: the end of the page before. */
  after?: SyncPosition;
}

/**
 * The history of syncs, in the table `static_data_sync_history`.
 *
 * @public
 */
export interface SyncHistoryStore {
  /** The record with this id, dry runs included. */
  get(id: string): Promise<SyncHistoryRecord | undefined>;
  /** The latest sync that is not a dry run. */
  getLatest(): Promise<SyncHistoryRecord | undefined>;
  list(
    query: SyncHistoryQuery,
  ): Promise<{ records: SyncHistoryRecord[]; hasMore: boolean }>;
  /** Number of the syncs on all pages. Takes the longer the more there are. */
  count(filters: SyncHistoryFilters): Promise<number>;
  /** The records with these ids, newest first, as in lists. */
  listByIds(ids: string[]): Promise<SyncHistoryRecord[]>;
  /**
   * Looks through part of the history for the syncs that match: for a text it may take long to
   * find all of them, or the few that there are.
   *
   * @returns their positions, newest first, and where to go on from; undefined at the end
   */
  search(query: {
    filters: SyncHistoryFilters;
    /** Syncs to look through at most, of those that match everything but the text. */
    limit: number;
    after?: SyncPosition;
  }): Promise<{ found: SyncPosition[]; end?: SyncPosition }>;
  /** Syncs that are not dry runs, oldest first. */
  listSummaries(query: {
    /** Only syncs that started at this time or later; ISO 8601, UTC. */
    from: string;
    /** Only syncs that sort after this one. */
    after?: SyncPosition;
    limit: number;
  }): Promise<SyncSummary[]>;
  /** The latest sync before a time that applied something: where entity growth starts from. */
  getLastAppliedBefore(time: string): Promise<SyncSummary | undefined>;
  /** Failures in a row, counted back from the latest sync, without a cap. */
  countConsecutiveFailures(): Promise<number>;
}
