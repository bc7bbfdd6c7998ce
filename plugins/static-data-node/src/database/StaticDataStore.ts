import { Entity } from '@backstage/catalog-model';
import {
  RunningSync,
  SyncConfigSnapshot,
  SyncHistoryRecord,
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
 * What a sync changes in the snapshot.
 *
 * @public
 */
export interface SnapshotDelta {
  upserts: Array<SnapshotEntry & { entity: Entity }>;
  /** Entity refs. */
  removals: string[];
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
   * Prolongs the lease and says which step has been reached.
   *
   * @returns false when the lease has expired or was lost: the sync must stop.
   */
  heartbeat(syncId: string, step: SyncStep): Promise<boolean>;
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
  /** Stores a request, or joins an equal one (same `dryRun` and `ref`) that is still queued. */
  enqueue(request: {
    triggeredBy: string;
    dryRun: boolean;
    ref?: string;
  }): Promise<RefreshRequest>;
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
 * Everything that a finished sync leaves behind.
 *
 * @public
 */
export interface CompletedSync {
  record: SyncHistoryRecord;
  /** Only when the sync applied something. */
  applied?: {
    snapshot: SnapshotDelta;
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
  /**
   * Writes the record, the snapshot, the build files, the state row in one transaction,
   * idempotent by the record's id.
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
