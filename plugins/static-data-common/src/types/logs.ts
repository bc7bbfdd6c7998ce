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
 * One page of the log of a sync, oldest first. Complete once the sync has ended; while it runs,
 * `nextCursor` is always present and requests the lines that come after this page.
 *
 * @public
 */
export interface SyncLogPage {
  syncId: string;
  lines: SyncLogLine[];
  pagination: CursorPagination;
}
