import { JsonObject } from '@backstage/types';
import { SyncHistoryRecord } from './history';
import { CursorPagination } from './pagination';

/**
 * An entity as the catalog had it from a source at some time.
 *
 * @public
 */
export interface StateEntity {
  entityRef: string;
  kind: string;
  /** SHA-256 of its canonical JSON: equal versions have equal hashes. */
  hash: string;
  /** The entity as it was sent; only if it was asked for, and absent if its version is damaged. */
  entity?: JsonObject;
}

/**
 * One page of the entities that the catalog had from a source at some time, in the order of their refs.
 *
 * @public
 */
export interface StatePage {
  source: string;
  /** The sync that left this state behind: the last one by then that applied anything. */
  at: Pick<SyncHistoryRecord, 'id' | 'number' | 'startTime' | 'revision'>;
  entities: StateEntity[];
  pagination: CursorPagination;
}
