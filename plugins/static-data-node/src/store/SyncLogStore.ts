import { SyncLogLevel, SyncLogLine } from '@internal/plugin-static-data-common';

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
