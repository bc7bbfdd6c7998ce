import { createApiRef } from '@backstage/core-plugin-api';
import {
  ConfirmationStatus,
  EntityHistoryPage,
  HeldRemovalApproval,
  HeldRemovalList,
  RecordedFinding,
  RefreshRequestState,
  RefreshResponse,
  RunningSync,
  SyncChangePage,
  SyncChangeType,
  SyncComparison,
  SyncFindingCode,
  SyncFindingPage,
  SyncFindingState,
  SyncHealth,
  SyncHistoryFilters,
  SyncHistoryPage,
  SyncHistoryRecord,
  SyncLogLevel,
  SyncLogPage,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';

export type { SyncHistoryFilters };

/**
 * Which page of a list to read.
 *
 * @public
 */
export interface PageQuery {
  /** Number of items of the page. */
  limit?: number;
  /** The `nextCursor` of the page before. */
  cursor?: string;
}

/**
 * Which page of the history to read.
 *
 * @public
 */
export interface SyncHistoryQuery extends SyncHistoryFilters, PageQuery {
  /** Number of newer records to leave out; not with a cursor. */
  offset?: number;
}

/**
 * Which changes of a sync to read.
 *
 * @public
 */
export interface SyncChangesQuery extends PageQuery {
  change?: SyncChangeType[];
  kind?: string;
  confirmation?: ConfirmationStatus[];
  /** Text that the entity ref contains. */
  q?: string;
}

/**
 * Which findings of a sync to read.
 *
 * @public
 */
export interface SyncFindingsQuery extends PageQuery {
  severity?: RecordedFinding['severity'];
  code?: SyncFindingCode[];
  state?: SyncFindingState[];
  /** Text that message, file or entity contains. */
  q?: string;
}

/**
 * Reads the state of the synchronisation, and asks for a sync.
 *
 * All methods reject with a `ResponseError` when the backend refuses.
 *
 * @public
 */
export interface StaticDataApi {
  /** The overview that the page opens with. */
  getSettings(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncSettings>;

  /** One page of the history, newest first. */
  getSyncHistory(query?: SyncHistoryQuery): Promise<SyncHistoryPage>;

  /** The history as a file for a spreadsheet or a script. */
  exportSyncHistory(
    format: 'csv' | 'json',
    filters?: SyncHistoryFilters,
  ): Promise<Blob>;

  /** One finished sync. */
  getSync(syncId: string): Promise<SyncHistoryRecord>;

  /** The sync that runs, if one does. */
  getRunningSync(): Promise<RunningSync | undefined>;

  /** One page of what a sync changed. */
  getChanges(syncId: string, query?: SyncChangesQuery): Promise<SyncChangePage>;

  /** One page of what a sync found wrong. */
  getFindings(
    syncId: string,
    query?: SyncFindingsQuery,
  ): Promise<SyncFindingPage>;

  /** One page of the log of a sync; only for those who may start syncs. */
  getLogs(
    syncId: string,
    query?: PageQuery & { level?: SyncLogLevel },
  ): Promise<SyncLogPage>;

  /** The whole log of a sync as text. */
  downloadLog(
    syncId: string,
    options?: { level?: SyncLogLevel },
  ): Promise<Blob>;

  /** One page of the net changes between the states that two syncs left. */
  compareSyncs(
    fromSyncId: string,
    toSyncId: string,
    query?: PageQuery,
  ): Promise<SyncComparison>;

  /** One page of the recorded changes of an entity, newest first. */
  getEntityHistory(
    entity: { kind: string; namespace: string; name: string },
    query?: PageQuery & { change?: SyncChangeType[] },
  ): Promise<EntityHistoryPage>;

  /** Statistics of a period back from now. */
  getStatistics(options?: {
    period?: SyncStatisticsPeriod;
  }): Promise<SyncStatistics>;

  /** Whether what the catalog shows can be trusted. */
  getHealth(): Promise<SyncHealth>;

  /** Removals that the guard holds back, and who depends on them. */
  getHeldRemovals(): Promise<HeldRemovalList>;

  /** Lets held removals through: the next sync carries them out. */
  approveHeldRemovals(entityRefs: string[]): Promise<HeldRemovalApproval>;

  /**
   * Asks for a sync, a dry run, or a preview of a branch, tag or commit; resolves as soon as
   * the request is stored.
   */
  refresh(options?: {
    dryRun?: boolean;
    /** Only with `dryRun`. */
    ref?: string;
  }): Promise<RefreshResponse>;

  /** What has become of a request for a sync. */
  getRefreshRequest(syncId: string): Promise<RefreshRequestState>;
}

/**
 * Utility API that the page reads from.
 *
 * @public
 */
export const staticDataApiRef = createApiRef<StaticDataApi>({
  id: 'plugin.static-data.service',
});
