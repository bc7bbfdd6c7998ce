import {
  SyncHistoryRecord,
  SyncStatus,
  SyncType,
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
 * Which syncs of the history to read; all of them unless told otherwise.
 *
 * @public
 */
export interface SyncHistoryFilters {
  status?: SyncStatus[];
  syncType?: SyncType;
  dryRun?: boolean;
  /** Only syncs that started at this time or later; ISO 8601, UTC. */
  from?: string;
  /** Only syncs that started before this time; ISO 8601, UTC. */
  to?: string;
  /**
   * Only syncs with this text, in any case, in the id, the revision, `triggeredBy` or the
   * message of an error.
   */
  q?: string;
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
  after?: { startTime: string; id: string };
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
  /** Syncs that are not dry runs, oldest first. */
  listSummaries(query: {
    /** Only syncs that started at this time or later; ISO 8601, UTC. */
    from: string;
    /** Only syncs that sort after this one. */
    after?: { startTime: string; id: string };
    limit: number;
  }): Promise<SyncSummary[]>;
  /** The latest sync before a time that applied something: where entity growth starts from. */
  getLastAppliedBefore(time: string): Promise<SyncSummary | undefined>;
  /** Failures in a row, counted back from the latest sync, without a cap. */
  countConsecutiveFailures(): Promise<number>;
}
