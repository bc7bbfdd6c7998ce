import { JsonValue } from '@backstage/types';
import { SyncConfigSnapshot, SyncType } from './history';
import { CursorPagination } from './pagination';
import { Unreadable } from './unreadable';

/**
 * All values of {@link SyncChangeType}.
 *
 * @public
 */
export const SYNC_CHANGE_TYPES = [
  'added',
  'updated',
  'removed',
  'retained',
  'held',
  'resent',
] as const;

/**
 * What a sync did to an entity.
 *
 * - `added`, `updated`, `removed`: sent to the catalog
 * - `retained`: kept at its last known good version, because its source could not be read
 * - `held`: its removal was held back by the removal guard
 * - `resent`: unchanged, but sent again, because the catalog had lost it or showed another version
 *
 * @public
 */
export type SyncChangeType = (typeof SYNC_CHANGE_TYPES)[number];

/**
 * The types of change that make the catalog differ from what it should have shown before.
 *
 * @public
 */
export const SENT_CHANGE_TYPES = ['added', 'updated', 'removed'] as const;

/**
 * How one field of an entity changed.
 *
 * @public
 */
export interface FieldDifference {
  /** JSON pointer (RFC 6901) to the field; a list is one field. */
  path: string;
  /** Absent if the field did not exist, is cut, or is described by `textDiff`. */
  before?: JsonValue;
  /** Absent if the field no longer exists, is cut, or is described by `textDiff`. */
  after?: JsonValue;
  /** For long texts: a unified diff. */
  textDiff?: string;
  /** What was left out because of its length, in words. */
  cut?: string;
}

/**
 * The differences between two versions of an entity.
 *
 * @public
 */
export interface EntityDifferences {
  /** In the order of their paths; only the first ones if there are too many. */
  fields: FieldDifference[];
  /** Number of all fields that changed. */
  fieldCount: number;
}

/**
 * All values of {@link ConfirmationStatus}.
 *
 * @public
 */
export const CONFIRMATION_STATUSES = [
  'pending',
  'confirmed',
  'failed',
  'superseded',
] as const;

/**
 * Whether a change has arrived in the catalog.
 *
 * - `pending`: sent, not seen in the catalog yet
 * - `confirmed`: seen in the catalog as it was sent
 * - `failed`: the catalog refused it, or did not show it in time
 * - `superseded`: a later sync sent another version before this one was seen
 *
 * @public
 */
export type ConfirmationStatus = (typeof CONFIRMATION_STATUSES)[number];

/**
 * Whether a change has arrived in the catalog, and if not, why.
 *
 * @public
 */
export interface ChangeConfirmation {
  status: ConfirmationStatus;
  /** Why it failed, or what it waits for. */
  reason?: string;
  /** When the catalog was last checked; ISO 8601, UTC. */
  checkedAt?: string;
}

/**
 * A commit that changed something in the source.
 *
 * @public
 */
export interface ChangeCommit {
  /** For example `6dcb09b5b57875f334f61aebed695e2e4193db5e`. */
  id: string;
  /** Name of the author. */
  author?: string;
  /** First line of the message. */
  subject: string;
  /** When it was committed; ISO 8601, UTC. */
  time?: string;
}

/**
 * Lines of a file, 1-based, the last one included.
 *
 * @public
 */
export interface LineRange {
  start: number;
  end: number;
}

/**
 * What is known of where a change comes from. It never says more than the source's host knows.
 *
 * @public
 */
export interface ChangeProvenance {
  /**
   * The revision at which the entity, or the source without it, was last read before.
   */
  from: string;
  /** The revision that changed it. */
  to: string;
  /**
   * The first of the lines that changed: in the file at `to`, or at `from` for what is no longer
   * there. Absent where they are not known.
   */
  lines?: LineRange;
  /**
   * The commits after `from` and up to `to` that `scope` speaks of, latest first: the first five
   * of them. None means that something else changed the entity, such as an entity that it refers
   * to. Absent if the host cannot tell.
   */
  commits?: ChangeCommit[];
  /** Number of all these commits. */
  commitCount?: number;
  /**
   * - `record`: the commits changed the record that the entity comes from
   * - `file`: the commits touched its file, and may have changed only other records in it
   */
  scope?: 'record' | 'file';
  /**
   * The build file that the relations of an application come from, if what it says about them has
   * changed: `owner/name`, a slash and the path. Commits to it are not known.
   */
  buildFile?: string;
}

/**
 * What a sync did to one entity.
 *
 * @public
 */
export interface SyncChange extends Unreadable {
  /** Entity ref in lower case, for example `component:default/checkout`. */
  entityRef: string;
  /** For example `Component`. */
  kind: string;
  change: SyncChangeType;
  /** Entity ref of its owner, which of a group is itself; of what is removed, that of its last version. */
  owner?: string;
  /** Path in the source of the file that the entity comes from. */
  sourceFile: string;
  /** 1-based line of the record in the file, where known. */
  sourceLine?: number;
  /** Only for what is retained or held: why, in words. */
  reason?: string;
  /** Only for updates. */
  differences?: EntityDifferences;
  /** Where the change comes from; absent for the first revision that is read of a source. */
  provenance?: ChangeProvenance;
  /** Only for changes that were sent to the catalog. */
  confirmation?: ChangeConfirmation;
}

/**
 * One page of the changes of a sync, in the order of change, kind and entity ref.
 *
 * @public
 */
export interface SyncChangePage {
  syncId: string;
  /** Commit of the source, or a digest of the directory's content. */
  revision?: string;
  changes: SyncChange[];
  pagination: CursorPagination & {
    /** Number of changes that match. */
    total: number;
  };
}

/**
 * One change in the history of an entity.
 *
 * @public
 */
export interface EntityHistoryEntry extends SyncChange {
  syncId: string;
  /** Id of the source that was synchronised. */
  source: string;
  /** Number of the sync. */
  number: number;
  syncType: SyncType;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  triggeredBy?: string;
  /** Commit of the source, or a digest of the directory's content. */
  revision?: string;
  configSnapshot: SyncConfigSnapshot;
  dryRun: boolean;
}

/**
 * One page of the history of an entity, newest first.
 *
 * @public
 */
export interface EntityHistoryPage {
  entityRef: string;
  history: EntityHistoryEntry[];
  pagination: CursorPagination;
}

/**
 * Net change of one entity between two syncs.
 *
 * @public
 */
export interface NetChange {
  entityRef: string;
  kind: string;
  change: (typeof SENT_CHANGE_TYPES)[number];
  sourceFile: string;
  sourceLine?: number;
  /** Only for updates. */
  differences?: EntityDifferences;
  /** Ids of the syncs that changed the entity in between, oldest first. */
  syncIds: string[];
}

/**
 * One end of a comparison: the state after a sync.
 *
 * @public
 */
export interface ComparedSync {
  syncId: string;
  number: number;
  /** ISO 8601, UTC. */
  startTime: string;
  revision?: string;
}

/**
 * How many entities of one kind have the same net change between two syncs.
 *
 * @public
 */
export interface NetChangeTotal extends Pick<NetChange, 'kind' | 'change'> {
  count: number;
}

/**
 * The net changes between the states after two syncs, in the order of entity refs.
 *
 * @public
 */
export interface SyncComparison {
  from: ComparedSync;
  to: ComparedSync;
  changes: NetChange[];
  /** Of all net changes that match, on whichever page; only on the first page. */
  totals?: NetChangeTotal[];
  pagination: CursorPagination;
}
