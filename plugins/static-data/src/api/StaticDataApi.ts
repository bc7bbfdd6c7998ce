import { createApiRef } from '@backstage/core-plugin-api';
import {
  ApiConsumers,
  BranchList,
  CancelResponse,
  ConfirmationStatus,
  EntityHistoryPage,
  HeldRemovalApproval,
  HeldRemovalList,
  NetChange,
  PullRequestList,
  PullRequestState,
  RecordedFinding,
  RefreshRequestState,
  RefreshResponse,
  ScorecardPage,
  StatePage,
  RunningSync,
  SteeringActList,
  SteeringResponse,
  SYNC_EXPORT_FORMATS,
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
  SyncSource,
  SyncSourceList,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';

export type { SyncHistoryFilters };

/**
 * Which source to ask about.
 *
 * @public
 */
export interface SourceQuery {
  /** Its id; the only one, or `default`, if it is left out, and all of them where that makes sense. */
  source?: string;
}

/**
 * Which page of a list to read.
 *
 * @public
 */
export interface PageQuery {
  /** Maximum number of items on the page. */
  limit?: number;
  /** The `nextCursor` of the previous page. */
  cursor?: string;
}

/**
 * Which acts of steering to list: those from a time and before another, in ISO 8601.
 *
 * @public
 */
export interface SteeringActQuery extends SourceQuery {
  from?: string;
  to?: string;
  /** Maximum number of acts, newest first. */
  limit?: number;
}

/**
 * The revision of a source to read: a branch, tag or commit, or that of an earlier sync.
 *
 * @public
 */
export type PinTarget =
  | { ref: string; syncId?: undefined }
  | { syncId: string; ref?: undefined };

/**
 * Which syncs of the history to list, and which page of them.
 *
 * @public
 */
export interface SyncHistoryQuery extends SyncHistoryFilters, PageQuery {
  /** Number of records to skip; cannot be combined with a cursor. */
  offset?: number;
}

/**
 * Which changes of a sync to list, and which page of them.
 *
 * @public
 */
export interface SyncChangesQuery extends PageQuery {
  change?: SyncChangeType[];
  kind?: string;
  confirmation?: ConfirmationStatus[];
  /** Text that the entity ref contains, in any case. */
  q?: string;
}

/**
 * Which findings of a sync to list, and which page of them.
 *
 * @public
 */
export interface SyncFindingsQuery extends PageQuery {
  severity?: RecordedFinding['severity'];
  code?: SyncFindingCode[];
  state?: SyncFindingState[];
  /** Entity ref of the group, or user, that they concern. */
  owner?: string;
  /** Text that the message, the file or the entity contains. */
  q?: string;
}

/**
 * Which net changes between two syncs to list, and which page of them.
 *
 * @public
 */
export interface SyncComparisonQuery extends PageQuery {
  change?: NetChange['change'][];
  kind?: string;
  /** Text that the entity ref contains, in any case. */
  q?: string;
}

/**
 * Which state of the catalog to list, which of its entities, and which page of them.
 *
 * @public
 */
export interface StateQuery extends PageQuery {
  /** Id of a sync, for what it left behind, or a time in ISO 8601; now, if it is left out. */
  at?: string;
  /** Kind of the entities. */
  kind?: string;
  /** Text that the entity ref contains, in any case. */
  q?: string;
  /** Whether the entities themselves are asked for, not only their refs. */
  full?: boolean;
}

/**
 * The API of the static-data backend: reads the state of the synchronisation, and requests syncs.
 *
 * All methods reject with a `ResponseError` if the backend answers with an error.
 *
 * @public
 */
export interface StaticDataApi {
  /** All sources, and how their syncs are doing. */
  getSources(): Promise<SyncSourceList>;

  /** The same about one of them. */
  getSource(sourceId: string): Promise<SyncSource>;

  /**
   * One page of what the catalog has, or had at some time, from a source. Rejects with 404 if nothing was applied
   * by then, and with 409 if retention has deleted what has changed since.
   */
  getSourceEntities(sourceId: string, query?: StateQuery): Promise<StatePage>;

  /**
   * Requests a sync that removes the entities of a source that has left the configuration; resolves
   * as soon as the request is stored.
   */
  releaseSource(sourceId: string): Promise<RefreshResponse>;

  /** Lets scheduled syncs of a source and those after pushes wait. Rejects with 409 if they do already. */
  pauseSource(
    sourceId: string,
    options: {
      reason: string;
      /** When it ends by itself; ISO 8601. */
      until?: string;
    },
  ): Promise<SteeringResponse>;

  /** Ends the pause of a source, and requests a sync. Rejects with 409 if it is not paused. */
  resumeSource(
    sourceId: string,
    options?: { reason?: string },
  ): Promise<SteeringResponse>;

  /**
   * Has syncs of a source read one revision, and requests the first of them. Rejects with 409 if another
   * pin is in force than the one that this replaces.
   */
  pinSource(
    sourceId: string,
    options: PinTarget & {
      reason: string;
      /** When it ends by itself; ISO 8601. */
      until?: string;
      /** Id of the pin in force, if there is one. */
      replaces?: number;
    },
  ): Promise<SteeringResponse>;

  /**
   * Has syncs of a source read what is configured again, and requests the first of them. Rejects with
   * 409 if it is not pinned, or has another pin.
   */
  unpinSource(
    sourceId: string,
    options?: {
      reason?: string;
      /** Id of the pin to end; left out: whichever is in force. */
      pin?: number;
    },
  ): Promise<SteeringResponse>;

  /** What people have done to the syncs of a source, or of all. */
  getSteeringActs(query?: SteeringActQuery): Promise<SteeringActList>;

  /** Stops a running sync. Rejects with 409 if it does not run, or applies its changes already. */
  cancelSync(
    syncId: string,
    options?: { reason?: string },
  ): Promise<CancelResponse>;

  /**
   * Requests a sync that reads the commit of the latest sync again and sends everything. Rejects with 409
   * if that is not possible.
   */
  rerunSync(syncId: string): Promise<RefreshResponse>;

  /** One page of what concerns each owner of entities. */
  getScorecards(
    query?: SourceQuery & PageQuery & { owner?: string },
  ): Promise<ScorecardPage>;

  /** Everything that the dashboard of a source shows first. */
  getSettings(
    options?: SourceQuery & { period?: SyncStatisticsPeriod },
  ): Promise<SyncSettings>;

  /** One page of the history, newest first. */
  getSyncHistory(query?: SyncHistoryQuery): Promise<SyncHistoryPage>;

  /** The history as a file, for a spreadsheet (`csv`) or a script (`json`). */
  exportSyncHistory(
    format: (typeof SYNC_EXPORT_FORMATS)[number],
    filters?: SyncHistoryFilters,
  ): Promise<Blob>;

  /** One finished sync. */
  getSync(syncId: string): Promise<SyncHistoryRecord>;

  /** The running sync, if there is one. */
  getRunningSync(options?: SourceQuery): Promise<RunningSync | undefined>;

  /** One page of the changes of a sync. */
  getChanges(syncId: string, query?: SyncChangesQuery): Promise<SyncChangePage>;

  /** One page of the findings of a sync. */
  getFindings(
    syncId: string,
    query?: SyncFindingsQuery,
  ): Promise<SyncFindingPage>;

  /** One page of the log of a sync; requires the permission to start syncs. */
  getLogs(
    syncId: string,
    query?: PageQuery & { level?: SyncLogLevel },
  ): Promise<SyncLogPage>;

  /** The whole log of a sync, as plain text. */
  downloadLog(
    syncId: string,
    options?: { level?: SyncLogLevel },
  ): Promise<Blob>;

  /** One page of the net changes between the states that two syncs left. */
  compareSyncs(
    fromSyncId: string,
    toSyncId: string,
    query?: SyncComparisonQuery,
  ): Promise<SyncComparison>;

  /** Who consumes an API now. Rejects with 404 if neither the source nor a component names it. */
  getApiConsumers(entityRef: string): Promise<ApiConsumers>;

  /** One page of the recorded changes of an entity, newest first. Rejects with 404 if no sync has involved it. */
  getEntityHistory(
    entity: { kind: string; namespace: string; name: string },
    query?: PageQuery & { change?: SyncChangeType[] },
  ): Promise<EntityHistoryPage>;

  /** Statistics of a period that ends now. */
  getStatistics(
    options?: SourceQuery & { period?: SyncStatisticsPeriod },
  ): Promise<SyncStatistics>;

  /** Whether the catalog is up to date with its source and, if not, why; of all sources, the worst. */
  getHealth(options?: SourceQuery): Promise<SyncHealth>;

  /** The removals that the guard holds back, and what depends on the entities. */
  getHeldRemovals(options?: SourceQuery): Promise<HeldRemovalList>;

  /** Pull requests against the branches of the sources, and what each would change. */
  getPullRequests(
    options?: SourceQuery & { state?: PullRequestState },
  ): Promise<PullRequestList>;

  /** Approves held removals; the next sync carries them out. */
  approveHeldRemovals(entityRefs: string[]): Promise<HeldRemovalApproval>;

  /**
   * Requests a sync, a dry run, a preview of a branch, tag or commit or of the state of an earlier sync,
   * or a sync that sends everything again; resolves as soon as the request is stored. Rejects with 409
   * if the source is paused, unless it is a dry run.
   */
  refresh(
    options?: SourceQuery & {
      dryRun?: boolean;
      /** Only with `dryRun`. */
      ref?: string;
      /** Id of an earlier sync; only with `dryRun`, and not with `ref`. */
      syncId?: string;
      /** Not with `dryRun`. */
      full?: boolean;
    },
  ): Promise<RefreshResponse>;

  /** Branches of a source that can be previewed, or why they are not known. */
  getBranches(
    options?: SourceQuery & {
      /** Text that the name contains, in any case. */
      q?: string;
    },
  ): Promise<BranchList>;

  /** The state of a requested sync. */
  getRefreshRequest(syncId: string): Promise<RefreshRequestState>;
}

/**
 * The utility API that the page uses.
 *
 * @public
 */
export const staticDataApiRef = createApiRef<StaticDataApi>({
  id: 'plugin.static-data.service',
});
