import { Entity } from '@backstage/catalog-model';
import {
  ChangeConfirmation,
  EntityDifferences,
  EntityHistoryEntry,
  HeldRemoval,
  RecordedFinding,
  RunningSync,
  StepProgress,
  SyncChange,
  SyncChangeType,
  SyncConfigSnapshot,
  SyncFindingCode,
  SyncFindingState,
  SyncHistoryRecord,
  SyncLogLevel,
  SyncLogLine,
  SyncStatus,
  SyncStep,
  SyncType,
} from '@internal/plugin-static-data-common';

/**
 * What the pure rules of health and statistics need to know of a sync.
 *
 * @public
 */
export interface SyncSummary {
  /** ISO 8601, UTC. */
  startTime: string;
  status: SyncStatus;
  /** Milliseconds. */
  durationMs: number;
  totalEntities: number;
}

/**
 * A page of the history to read, newest first.
 *
 * @public
 */
export interface SyncHistoryQuery {
  /** Rows at most, 1 to 500. */
  limit: number;
  /** Rows to skip; for callers that number pages. */
  offset?: number;
  /** Only syncs that sort after this one: the end of the page before. */
  after?: { startTime: string; id: string };
  status?: SyncStatus[];
  syncType?: SyncType;
  dryRun?: boolean;
  /** Only syncs that started at this time or later; ISO 8601, UTC. */
  from?: string;
  /** Only syncs that started before this time; ISO 8601, UTC. */
  to?: string;
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
  ): Promise<{ records: SyncHistoryRecord[]; total: number; hasMore: boolean }>;
  /** Syncs since a time (ISO 8601, UTC), oldest first, without dry runs. */
  listSummaries(since: string): Promise<SyncSummary[]>;
  /** The latest sync before a time that applied something: where entity growth starts from. */
  getLastAppliedBefore(time: string): Promise<SyncSummary | undefined>;
  /** Failures in a row, counted back from the latest sync, without a cap. */
  countConsecutiveFailures(): Promise<number>;
}

/**
 * One entity as it was last applied to the catalog.
 *
 * @public
 */
export interface SnapshotEntry {
  /** Entity ref in lower case, for example `component:default/checkout`. */
  entityRef: string;
  /** For example `Component`. */
  kind: string;
  /** SHA-256 of the entity's canonical JSON. */
  hash: string;
  /** Path in the source of the file that the entity comes from. */
  sourceFile: string;
}

/**
 * The entities that the catalog was last told of: the older side of every diff.
 *
 * @public
 */
export interface SnapshotStore {
  list(): Promise<SnapshotEntry[]>;
  /** The stored entities, by entity ref; refs that are not stored are left out. */
  getEntities(entityRefs: string[]): Promise<Map<string, Entity>>;
  /** Number of entities by kind. */
  countByKind(): Promise<Map<string, number>>;
}

/**
 * A change to be recorded.
 *
 * @public
 */
export interface ChangeToRecord {
  /** Entity ref in lower case. */
  entityRef: string;
  kind: string;
  change: SyncChangeType;
  sourceFile: string;
  sourceLine?: number;
  /** SHA-256 of the version before, where there was one. */
  previousHash?: string;
  /** The version after; only for what was added or updated. */
  version?: { hash: string; entity: Entity };
  /** Only for updates. */
  differences?: EntityDifferences;
}

/**
 * A page of the changes of one sync to read, in the order of change, kind and entity ref.
 *
 * @public
 */
export interface SyncChangeQuery {
  syncId: string;
  change?: SyncChangeType[];
  kind?: string;
  /** Text that the entity ref contains. */
  q?: string;
  /** Rows at most, 1 to 500. */
  limit: number;
  /** Only changes that sort after this one. */
  after?: Pick<SyncChange, 'change' | 'kind' | 'entityRef'>;
}

/**
 * A page of the history of one entity to read, newest first.
 *
 * @public
 */
export interface EntityHistoryQuery {
  entityRef: string;
  change?: SyncChangeType[];
  /** Rows at most, 1 to 500. */
  limit: number;
  /** Only changes of syncs that sort after this one. */
  after?: { startTime: string; syncId: string };
}

/**
 * What one entity was before and after a span of syncs.
 *
 * @public
 */
export interface EntitySpan {
  entityRef: string;
  kind: string;
  /** Of the latest change in the span. */
  sourceFile: string;
  sourceLine?: number;
  /** Hash of the version before the span; undefined where the entity did not exist. */
  hashBefore?: string;
  /** Hash of the version after the span; undefined where the entity does not exist any more. */
  hashAfter?: string;
  /** The syncs that changed the entity, oldest first. */
  syncIds: string[];
}

/**
 * What the syncs changed, one row for every entity and sync.
 *
 * @public
 */
export interface SyncChangeStore {
  list(
    query: SyncChangeQuery,
  ): Promise<{ changes: SyncChange[]; total: number; hasMore: boolean }>;
  listOfEntity(
    query: EntityHistoryQuery,
  ): Promise<{ entries: EntityHistoryEntry[]; hasMore: boolean }>;
  /**
   * The entities that syncs after one and up to another have added, updated or removed, in the
   * order of their refs. Dry runs do not count, nor do changes that were undone within the span.
   */
  listSpans(query: {
    /** Start and id of the sync before the span. */
    from: { startTime: string; id: string };
    /** Start and id of the last sync of the span. */
    to: { startTime: string; id: string };
    limit: number;
    /** Only entities whose ref sorts after this one. */
    afterEntityRef?: string;
  }): Promise<{ spans: EntitySpan[]; hasMore: boolean }>;
  /** Versions of entities by their hash; those that retention deleted are left out. */
  getVersions(hashes: string[]): Promise<Map<string, Entity>>;
}

/**
 * A page of the findings of one sync to read: errors first, then warnings, then what was fixed.
 *
 * @public
 */
export interface SyncFindingQuery {
  syncId: string;
  severity?: 'error' | 'warning';
  code?: SyncFindingCode[];
  state?: SyncFindingState[];
  /** Text that message, file or entity contains. */
  q?: string;
  /** Rows at most, 1 to 500. */
  limit: number;
  /** Only findings after this position. */
  after?: number;
}

/**
 * What the syncs had to say, complete.
 *
 * @public
 */
export interface SyncFindingStore {
  /** @returns with the position of the last finding of the page, to ask for the next with */
  list(query: SyncFindingQuery): Promise<{
    findings: RecordedFinding[];
    total: number;
    hasMore: boolean;
    position?: number;
  }>;
  /** The findings that these syncs had, without what they fixed, in their order. */
  listOpen(syncIds: string[]): Promise<RecordedFinding[]>;
}

/**
 * The log lines of the syncs.
 *
 * @public
 */
export interface SyncLogStore {
  /**
   * Adds lines to the log of a sync, which need not be recorded yet. Idempotent by position.
   *
   * @param firstPosition - position of the first of the lines in the log, from 0
   */
  append(
    syncId: string,
    lines: SyncLogLine[],
    firstPosition: number,
  ): Promise<void>;
  /** @returns with the position of the last line of the page, to ask for the next with */
  list(query: {
    syncId: string;
    /** Lines of this level and above. */
    level?: SyncLogLevel;
    /** Lines at most, 1 to 500. */
    limit: number;
    /** Only lines after this position. */
    after?: number;
  }): Promise<{ lines: SyncLogLine[]; hasMore: boolean; position?: number }>;
}

/**
 * Removals that the guard holds back.
 *
 * @public
 */
export interface HeldRemovalStore {
  /** All of them, in the order of their entity refs. */
  list(): Promise<HeldRemoval[]>;
  /**
   * Lets removals through that are held; those approved before keep their first approval.
   *
   * @returns the refs of those that are held, of the ones asked for
   */
  approve(entityRefs: string[], approvedBy: string): Promise<string[]>;
}

/**
 * A change that was sent to the catalog and not seen there yet.
 *
 * @public
 */
export interface PendingChange {
  syncId: string;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  entityRef: string;
  change: 'added' | 'updated' | 'removed';
  /** Hash of the version that was sent; undefined for a removal. */
  hash?: string;
}

/**
 * What has become of the changes that were sent to the catalog.
 *
 * @public
 */
export interface ConfirmationStore {
  /** Changes that are pending, those first that were looked up the longest time ago. */
  listPending(limit: number): Promise<PendingChange[]>;
  /** Notes what was found, with the database's time, and sums up the syncs concerned. */
  settle(
    findings: Array<
      Pick<PendingChange, 'syncId' | 'entityRef'> &
        Pick<ChangeConfirmation, 'status' | 'reason'>
    >,
  ): Promise<void>;
  /**
   * Notes that the catalog reported an error for an entity, if a change of it is pending: the
   * reason it waits for, which becomes the reason of its failure.
   */
  noteError(entityRef: string, reason: string): Promise<void>;
}

/**
 * A build file as it was last read.
 *
 * @public
 */
export interface BuildFileEntry {
  /** `owner/name`, with `#ref` where the application names one. */
  repository: string;
  /** Path of the build file in its repository; empty where the repository has none. */
  path: string;
  /** What the source gave to ask "has it changed?" with. */
  etag?: string;
  providesApis: string[];
  consumesApis: string[];
}

/**
 * What was read from the build files of the applications.
 *
 * @public
 */
export interface BuildFileStore {
  list(): Promise<BuildFileEntry[]>;
}

/**
 * A sync that wants to run alone.
 *
 * @public
 */
export interface LeaseRequest {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  dryRun: boolean;
  configSnapshot: SyncConfigSnapshot;
}

/**
 * A lease that was found expired: the process that held it died in the middle of a sync.
 *
 * @public
 */
export interface ExpiredLease extends LeaseRequest {
  startTime: string;
  step: SyncStep;
  lastHeartbeat: string;
}

/**
 * One sync at a time, over all processes that share the database. Time is the database's.
 *
 * @public
 */
export interface SyncLeaseStore {
  /**
   * Takes the lease if it is free.
   *
   * @returns `acquired: false` while another sync holds it; with `expired` when the process
   * of that sync died. An expired lease is the only trace of its sync: the caller records
   * the sync as failed, releases its lease, and asks again.
   */
  acquire(
    request: LeaseRequest,
  ): Promise<{ acquired: boolean; startTime?: string; expired?: ExpiredLease }>;
  /**
   * Prolongs the lease and says which step has been reached, and how far it has come.
   *
   * @returns false when the lease has expired or was lost: the sync must stop.
   */
  heartbeat(
    syncId: string,
    step: SyncStep,
    progress?: StepProgress,
  ): Promise<boolean>;
  /** Gives the lease back; does nothing if another sync holds it. */
  release(syncId: string): Promise<void>;
  /** The running sync, if its lease has not expired. */
  getRunning(): Promise<RunningSync | undefined>;
}

/**
 * A request for a manual sync.
 *
 * @public
 */
export interface RefreshRequest {
  /** Also the id of the sync that answers it. */
  syncId: string;
  triggeredBy: string;
  dryRun: boolean;
  /** Branch, tag or commit to preview; only with `dryRun`. */
  ref?: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/**
 * Requests for manual syncs: durable, answered in the order in which they came.
 *
 * @public
 */
export interface RefreshRequestStore {
  /**
   * Stores a request, or joins an equal one (same `dryRun` and `ref`) that is still queued.
   *
   * @returns the queued request, and whether it was there already
   */
  enqueue(request: {
    triggeredBy: string;
    dryRun: boolean;
    ref?: string;
  }): Promise<RefreshRequest & { joined: boolean }>;
  /** The oldest request that is still queued; the caller must hold the lease under its `syncId`. */
  peek(): Promise<RefreshRequest | undefined>;
  /** Takes a request out of the queue; its sync has started and will leave a record. */
  remove(syncId: string): Promise<void>;
  isQueued(syncId: string): Promise<boolean>;
}

/**
 * What is known of the synchronisation whatever retention deletes.
 *
 * @public
 */
export interface SyncState {
  /** Id of the latest sync that applied anything. */
  lastAppliedSyncId?: string;
  /** Start of the latest sync that applied anything; ISO 8601, UTC. */
  lastAppliedAt?: string;
  /** Start of the latest sync with status SUCCESS; ISO 8601, UTC. */
  lastSuccessAt?: string;
  /** Start of the latest full mutation; ISO 8601, UTC. */
  lastFullApplyAt?: string;
  /** Revision of the source that the snapshot stands for. */
  revision?: string;
  /** Fingerprint of everything but the source that shapes entities. */
  fingerprint?: string;
}

/**
 * Reads the state row.
 *
 * @public
 */
export interface SyncStateStore {
  get(): Promise<SyncState>;
}

/**
 * Knows since when the configuration in force has been so.
 *
 * @public
 */
export interface ConfigurationStore {
  /** Notes the configuration in force; does nothing if it is the latest noted. */
  observe(configuration: SyncConfigSnapshot): Promise<void>;
  /** The configuration in force and when it was first seen (ISO 8601, UTC). */
  getCurrent(): Promise<
    { configuration: SyncConfigSnapshot; firstSeenAt: string } | undefined
  >;
}

/**
 * A removal that a sync held back.
 *
 * @public
 */
export type RemovalToHold = Pick<
  HeldRemoval,
  | 'entityRef'
  | 'kind'
  | 'sourceFile'
  | 'reason'
  | 'dependents'
  | 'dependentCount'
>;

/**
 * Everything that a finished sync leaves behind.
 *
 * @public
 */
export interface CompletedSync {
  record: SyncHistoryRecord;
  /**
   * Whether another process draws the record from the lease alone: it gives way to the record
   * that the sync's own process may still have.
   */
  inferred?: boolean;
  /** Everything that was or would be done with entities; what was sent becomes the snapshot. */
  changes: ChangeToRecord[];
  /** All findings, in the order in which they are to be read. */
  findings: RecordedFinding[];
  /** The whole log; lines that were appended before are kept as they are. */
  logs: SyncLogLine[];
  /** Only when the sync applied something. */
  applied?: {
    /** Takes the place of what was held before; undefined leaves it as it is. */
    heldRemovals?: RemovalToHold[];
    /** Build files read in this sync; entries not named here are kept. */
    buildFiles: BuildFileEntry[];
    /** Repositories that no application names any more. */
    removedBuildFiles: string[];
    state: { revision?: string; fingerprint?: string; fullApply: boolean };
  };
}

/**
 * The store of the static-data plugin.
 *
 * @public
 */
export interface StaticDataStore {
  history: SyncHistoryStore;
  snapshot: SnapshotStore;
  buildFiles: BuildFileStore;
  lease: SyncLeaseStore;
  refreshRequests: RefreshRequestStore;
  state: SyncStateStore;
  configurations: ConfigurationStore;
  changes: SyncChangeStore;
  findings: SyncFindingStore;
  logs: SyncLogStore;
  heldRemovals: HeldRemovalStore;
  confirmations: ConfirmationStore;
  /**
   * Writes everything that a sync leaves behind, idempotent by the record's id. What only shows
   * together with the record is written ahead of it in small transactions, so that SQLite does
   * not hold the process for long; the record, the snapshot, the held removals, the build
   * files and the state row follow in one.
   */
  complete(sync: CompletedSync): Promise<void>;
  /**
   * Deletes history older than a number of days, and the oldest beyond a number of records,
   * in batches. Never deletes the latest record, the latest one with status SUCCESS, or the
   * one that the snapshot stands for.
   *
   * @returns number of records deleted
   */
  trimHistory(options: {
    retentionDays: number;
    maxRecords: number;
  }): Promise<number>;
}
