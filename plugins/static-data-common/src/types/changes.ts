import { JsonValue } from '@backstage/types';
import { SyncCommit, SyncConfigSnapshot, SyncType } from './history';
import { CursorPagination } from './pagination';

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
] as const;

/**
 * What a sync did to an entity.
 *
 * - `added`, `updated`, `removed`: sent to the catalog
 * - `retained`: kept at its last known good version, because its source could not be read
 * - `held`: its removal was held back by the removal guard
 *
 * @public
 */
export type SyncChangeType = (typeof SYNC_CHANGE_TYPES)[number];

/**
 * The types of change that are sent to the catalog.
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
 * What a sync did to one entity.
 *
 * @public
 */
export interface SyncChange {
  /** Entity ref in lower case, for example `component:default/checkout`. */
  entityRef: string;
  /** For example `Component`. */
  kind: string;
  change: SyncChangeType;
  /** Path in the source of the file that the entity comes from. */
  sourceFile: string;
  /** 1-based line of the record in the file, where known. */
  sourceLine?: number;
  /** Only for what is retained or held: why, in words. */
  reason?: string;
  /** Only for updates. */
  differences?: EntityDifferences;
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
  syncType: SyncType;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  triggeredBy?: string;
  /** Commit of the source, or a digest of the directory's content. */
  revision?: string;
  /** Of the revision; absent if the source has no commits or does not report them. */
  commit?: SyncCommit;
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
  /** ISO 8601, UTC. */
  startTime: string;
  revision?: string;
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
  pagination: CursorPagination;
}
