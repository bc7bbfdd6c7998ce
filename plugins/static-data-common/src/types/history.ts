import { SyncFindingCode, SyncFindingPhase, SyncPhase } from './findings';
import { Pagination } from './pagination';
import { PreviewedPullRequest } from './pullRequests';
import { RepositoryHostType } from './repositoryHosts';
import { Unreadable } from './unreadable';

/**
 * All values of {@link SyncType}.
 *
 * @public
 */
export const SYNC_TYPES = ['SCHEDULED', 'MANUAL', 'PUSH'] as const;

/**
 * How a sync was triggered.
 *
 * - `SCHEDULED`: it was due
 * - `MANUAL`: a person or another service asked for it
 * - `PUSH`: somebody pushed to the branch that is synchronised, or to the repository of an application
 *
 * @public
 */
export type SyncType = (typeof SYNC_TYPES)[number];

/**
 * All values of {@link SyncStatus}.
 *
 * @public
 */
export const SYNC_STATUSES = ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'] as const;

/**
 * The outcome of a sync.
 *
 * - `SUCCESS`: applied, no errors (warnings are allowed)
 * - `PARTIAL_SUCCESS`: applied, but some inputs were skipped with errors, or removals are held; or everything was
 *   left as it was, because the host takes no more requests for now (`RATE_LIMIT`)
 * - `FAILURE`: nothing was applied, the catalog is unchanged
 *
 * @public
 */
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/**
 * All values of {@link SyncResult}.
 *
 * @public
 */
export const SYNC_RESULTS = [...SYNC_STATUSES, 'CANCELLED'] as const;

/**
 * The outcome of a sync as people see it: its status, where `FAILURE` is left to the syncs that failed, and those
 * that somebody stopped are `CANCELLED`. To cancel one is a decision, which says nothing about the source.
 *
 * @public
 */
export type SyncResult = (typeof SYNC_RESULTS)[number];

/**
 * The formats in which the history can be exported.
 *
 * @public
 */
export const SYNC_EXPORT_FORMATS = ['csv', 'json'] as const;

/**
 * How long one phase of a sync took.
 *
 * @public
 */
export interface SyncPhaseTiming {
  phase: SyncPhase;
  /** Milliseconds. */
  durationMs: number;
}

/**
 * What changed in the entities of one kind.
 *
 * @public
 */
export interface SyncKindStats {
  added: number;
  updated: number;
  removed: number;
  /** The retained and held ones included. */
  unchanged: number;
  retained: number;
  held: number;
  /** Entities of this kind after the sync. */
  total: number;
}

/**
 * How components and APIs are connected after the sync.
 *
 * @public
 */
export interface ApiRelationshipStats {
  componentsWithApis: number;
  totalProvidesApis: number;
  totalConsumesApis: number;
}

/**
 * What a sync did, in numbers.
 *
 * @public
 */
export interface SyncStats {
  /** Entities that the sync keeps in the catalog, after it ran. */
  totalEntities: number;
  entitiesAdded: number;
  entitiesUpdated: number;
  entitiesRemoved: number;
  /** Entities that stayed as they were, the retained and held ones included. */
  entitiesUnchanged: number;
  /** Entities kept at their last known good version because their source could not be read. */
  entitiesRetained: number;
  /** Entities whose removal the guard held back. */
  removalsHeld: number;
  /** By entity kind, for example `Component`. */
  byType: Record<string, SyncKindStats>;
  apiRelationships: ApiRelationshipStats;
}

/**
 * An error of a sync, as its record keeps it.
 *
 * @public
 */
export interface SyncError {
  phase: SyncFindingPhase;
  /** The entity concerned, as an entity ref. */
  entity?: string;
  /** One sentence that says what is wrong. */
  error: string;
  stackTrace?: string;
  /** Stable code of the kind of error. */
  code: SyncFindingCode;
  /** What a person can do about it. */
  hint: string;
  /** Path of the file in the source, or of the build file in its repository. */
  file?: string;
  /** 1-based line in the file. */
  line?: number;
}

/**
 * The configuration that a sync ran with.
 *
 * @public
 */
export interface SyncConfigSnapshot {
  /** `owner/name`, where the owner may be a group in a group, or the path of the directory. */
  repository: string;
  /** The branch, tag or commit; `-` for a directory. */
  branch: string;
  /** The cron expression, or the interval as an ISO 8601 duration. */
  scheduleFrequency?: string;
  /** Web page of the repository, if it has one. */
  url?: string;
  /** The kind of its host; absent for a directory. Older records have none: GitHub was the only one. */
  hostType?: RepositoryHostType;
}

/**
 * How long the build file of one application repository took.
 *
 * @public
 */
export interface RepositoryTiming {
  /** `owner/name`, with `#ref` where the application names one. */
  repository: string;
  /** Milliseconds. */
  fetchMs: number;
  /** Milliseconds; 0 where nothing had to be parsed. */
  parseMs: number;
}

/**
 * How long the build files of the application repositories took.
 *
 * @public
 */
export interface RepositoryTimings {
  /** Number of repositories that were read. */
  count: number;
  /** The 100 slowest, slowest first. */
  slowest: RepositoryTiming[];
}

/**
 * How many of the changes that a sync sent have arrived in the catalog.
 *
 * @public
 */
export interface SyncConfirmation {
  /** Changes sent: the sum of all that follows. */
  sent: number;
  /** Seen in the catalog as they were sent. */
  confirmed: number;
  /** Not seen in the catalog yet. */
  pending: number;
  /** Refused by the catalog, or not seen there in time. */
  failed: number;
  /** Replaced by a later sync before they were seen. */
  superseded: number;
  /** When the catalog was last checked; ISO 8601, UTC. */
  checkedAt?: string;
}

/**
 * How the catalog differed from what earlier syncs had sent to it, and what a sync did about it.
 *
 * @public
 */
export interface CatalogDrift {
  /** Entities that the catalog did not have; sent again. */
  missing: number;
  /** Entities that the catalog showed in another version; sent again. */
  outdated: number;
  /** Entities that the catalog had although the source does not have them any more; removed. */
  unexpected: number;
}

/**
 * Who made a commit, when and why, according to the source.
 *
 * @public
 */
export interface SyncCommit {
  /** Name of the author. */
  author?: string;
  /** The message, up to 2,000 characters of it. */
  message: string;
  /** When it was committed; ISO 8601, UTC. */
  time?: string;
}

/**
 * A push to a repository of applications.
 *
 * @public
 */
export interface RepositoryPush {
  /** `owner/name`, with the host before it if that is not the host of the source. */
  repository: string;
  /** Id of the commit. */
  commit: string;
  /** The kind of the Git host and the login: `github:octocat`. */
  pushedBy: string;
}

/**
 * The record of one sync.
 *
 * @public
 */
export interface SyncHistoryRecord extends Unreadable {
  /** UUID version 7: sorts by time. */
  id: string;
  /** Id of the source that was synchronised. */
  source: string;
  /**
   * What people call it by, as in #118. Counts the syncs of its source in the order in which they
   * started, from 1, dry runs included; never used again.
   */
  number: number;
  syncType: SyncType;
  /** ISO 8601, UTC. */
  startTime: string;
  /** ISO 8601, UTC. */
  endTime: string;
  /** Milliseconds. */
  durationMs: number;
  status: SyncStatus;
  /**
   * Entity ref of the user, or subject of the service, that has cancelled it; absent unless somebody has. Its
   * status is `FAILURE` then, because nothing was applied, but it is not counted among the failures.
   */
  cancelledBy?: string;
  stats: SyncStats;
  /** The first 100 errors; `errorCount` has the number of all. */
  errors?: SyncError[];
  /** The first 100 warnings, as sentences; `warningCount` has the number of all. */
  warnings?: string[];
  errorCount: number;
  warningCount: number;
  /**
   * Of a manual sync, the entity ref of the user or the subject of the service that asked for it;
   * of one after a push, the pusher: the kind of the host and the login, such as `github:octocat`.
   */
  triggeredBy?: string;
  /**
   * The first 20 of the pushes to repositories of applications that it followed: of all build files,
   * it looked at those in these repositories. Absent for every other sync.
   */
  pushes?: RepositoryPush[];
  configSnapshot: SyncConfigSnapshot;
  /** Commit of the source, or a digest of the directory's content. */
  revision?: string;
  /** Of the revision; absent if the source has no commits or does not report them. */
  commit?: SyncCommit;
  /** Durations of the phases that ran, in their order. */
  phases: SyncPhaseTiming[];
  /** A dry run computes the changes and applies none. */
  dryRun: boolean;
  /** Only for one sync, not in lists; absent if no repository was read. */
  repositories?: RepositoryTimings;
  /** Absent if nothing was sent. */
  confirmation?: SyncConfirmation;
  /** Absent if the catalog had what it should have, or could not be asked. */
  drift?: CatalogDrift;
  /** Only of the dry run that checked a pull request: it was compared with the merge base, not with the catalog. */
  pullRequest?: PreviewedPullRequest;
}

/**
 * The progress of a phase of the running sync.
 *
 * @public
 */
export interface PhaseProgress {
  /** Files, repositories or entities that are done, depending on the phase. */
  done: number;
  total: number;
}

/**
 * What a running sync waits for.
 *
 * @public
 */
export interface SyncWait {
  /** A repository, or the host that limits requests; for example `acme/cart` or `github.com`. */
  for: string;
  /** When the host takes requests again; ISO 8601, UTC. Only where it limits them. */
  until?: string;
}

/**
 * The sync that is running now.
 *
 * @public
 */
export interface RunningSync extends Unreadable {
  id: string;
  /** Id of the source that is synchronised. */
  source: string;
  /** The number that its record will have. */
  number: number;
  syncType: SyncType;
  /** ISO 8601, UTC. */
  startTime: string;
  phase: SyncPhase;
  /** When the phase began; ISO 8601, UTC. */
  phaseStartTime: string;
  /** Absent if the phase does not report it. */
  progress?: PhaseProgress;
  /** Absent if it reads no repository, and no host limits its requests. */
  waiting?: SyncWait;
  /** Durations of the phases before, in their order. */
  phases: SyncPhaseTiming[];
  triggeredBy?: string;
  /** As in {@link SyncHistoryRecord}. */
  pushes?: RepositoryPush[];
  dryRun: boolean;
  /** Who has asked for it to be cancelled; absent unless somebody has. */
  cancelledBy?: string;
}

/**
 * The running sync, if there is one.
 *
 * @public
 */
export interface RunningSyncResponse {
  running: RunningSync | null;
}

/**
 * How a row of syncs of which nobody has to know goes on beyond the two ends of a page: a number of syncs each, 0
 * where the page does not begin or end with such a sync.
 *
 * @public
 */
export interface QuietNeighbours {
  newer: number;
  older: number;
}

/**
 * One page of the history, newest first.
 *
 * @public
 */
export interface SyncHistoryPage {
  history: SyncHistoryRecord[];
  pagination: Pagination;
  quietNeighbours: QuietNeighbours;
}
