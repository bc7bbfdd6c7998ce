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
 * What a sync did with an entity.
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
  /** Absent where the field did not exist before, where it is cut, and where `textDiff` tells. */
  before?: JsonValue;
  /** Absent where the field does not exist any more, where it is cut, and where `textDiff` tells. */
  after?: JsonValue;
  /** For long texts: a unified diff. */
  textDiff?: string;
  /** What was left out because it is too long, in words. */
  cut?: string;
}

/**
 * What is different between two versions of an entity.
 *
 * @public
 */
export interface EntityDifferences {
  /** In the order of their paths; the first of them, where there are too many. */
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
 * Where a change is on its way into the catalog.
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
 * Whether what was sent to the catalog has arrived there.
 *
 * @public
 */
export interface ChangeConfirmation {
  status: ConfirmationStatus;
  /** Why it failed, or what it waits for. */
  reason?: string;
  /** When the catalog was last looked at; ISO 8601, UTC. */
  checkedAt?: string;
}

/**
 * What a sync did with one entity.
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
  /** Only for updates. */
  differences?: EntityDifferences;
  /** Only for what was sent to the catalog. */
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
  /** Of the revision; absent where the source has no commits, or did not tell. */
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
 * One end of a comparison: the state that a sync left behind.
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
 * What is different between the states that two syncs left behind, in the order of entity refs.
 *
 * @public
 */
export interface SyncComparison {
  from: ComparedSync;
  to: ComparedSync;
  changes: NetChange[];
  pagination: CursorPagination;
}
