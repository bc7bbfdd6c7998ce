import { Entity } from '@backstage/catalog-model';
import {
  ConfirmationStatus,
  EntityHistoryEntry,
  SyncChange,
  SyncChangeType,
} from '@internal/plugin-static-data-common';

/**
 * Which changes of one sync to read.
 *
 * @public
 */
export interface SyncChangeFilters {
  syncId: string;
  change?: SyncChangeType[];
  kind?: string;
  confirmation?: ConfirmationStatus[];
  /** Text that the entity ref contains. */
  q?: string;
}

/**
 * Where a change stands among those of its sync.
 *
 * @public
 */
export type SyncChangePosition = Pick<
  SyncChange,
  'change' | 'kind' | 'entityRef'
>;

/**
 * A page of the changes of one sync to read, in the order of change, kind and entity ref.
 *
 * @public
 */
export interface SyncChangeQuery extends SyncChangeFilters {
  /** Rows at most, 1 to 500. */
  limit: number;
  /** Only changes that sort after this one. */
  after?: SyncChangePosition;
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
  ): Promise<{ changes: SyncChange[]; hasMore: boolean }>;
  /** Number of the changes on all pages. Takes the longer the more there are. */
  count(filters: SyncChangeFilters): Promise<number>;
  /** The changes of a sync at these positions, in their order. */
  listAt(
    syncId: string,
    positions: SyncChangePosition[],
  ): Promise<SyncChange[]>;
  /**
   * Looks through part of the changes of a sync for those that match: for a text it may take long
   * to find all of them, or the few that there are.
   *
   * @returns their positions, in order, and where to go on from; undefined at the end
   */
  search(query: {
    filters: SyncChangeFilters;
    /** Changes to look through at most, of those that match everything but the text. */
    limit: number;
    after?: SyncChangePosition;
  }): Promise<{ found: SyncChangePosition[]; end?: SyncChangePosition }>;
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
