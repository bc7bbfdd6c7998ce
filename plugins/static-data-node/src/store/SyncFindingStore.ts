import {
  RecordedFinding,
  SyncFindingCode,
  SyncFindingState,
} from '@internal/plugin-static-data-common';

/**
 * A page of the findings of one sync to read: errors first, then warnings, then what was fixed.
 *
 * @public
 */
export interface SyncFindingQuery {
  syncId: string;
  severity?: RecordedFinding['severity'];
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
