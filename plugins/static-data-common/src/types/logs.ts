import { SyncPhase } from './findings';
import { CursorPagination } from './pagination';
import { Unreadable } from './unreadable';

/**
 * All values of {@link SyncLogLevel}, the least severe first.
 *
 * @public
 */
export const SYNC_LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/**
 * Severity of a log line.
 *
 * @public
 */
export type SyncLogLevel = (typeof SYNC_LOG_LEVELS)[number];

/**
 * A log line of a sync, with secrets removed.
 *
 * @public
 */
export interface SyncLogLine extends Unreadable {
  /** ISO 8601, UTC. */
  time: string;
  level: SyncLogLevel;
  /** The phase that was running. */
  phase: SyncPhase;
  message: string;
}

/**
 * A log line of a sync, as recorded.
 *
 * @public
 */
export interface RecordedLogLine extends SyncLogLine {
  /** 1-based number of the line in the log, which has lines of all levels. */
  number: number;
}

/**
 * One page of the log of a sync, oldest first. Complete once the sync has ended; while it runs,
 * `nextCursor` is always present and requests the lines that come after this page.
 *
 * @public
 */
export interface SyncLogPage {
  syncId: string;
  lines: RecordedLogLine[];
  pagination: CursorPagination;
}
