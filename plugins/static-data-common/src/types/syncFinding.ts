import { SyncFinding } from './finding';
import { CursorPagination } from './syncChange';

/**
 * A finding against the sync before.
 *
 * - `new`: the sync before did not have it
 * - `known`: the sync before had it too
 * - `fixed`: the sync before had it, this one does not
 *
 * @public
 */
export type SyncFindingState = 'new' | 'known' | 'fixed';

/**
 * A finding of a sync, as it is kept.
 *
 * @public
 */
export interface RecordedFinding extends SyncFinding {
  state: SyncFindingState;
}

/**
 * One page of the findings of a sync: errors first, then warnings, then what was fixed.
 *
 * @public
 */
export interface SyncFindingPage {
  syncId: string;
  findings: RecordedFinding[];
  pagination: CursorPagination & {
    /** Number of findings that match. */
    total: number;
  };
}
