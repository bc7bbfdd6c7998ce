import { CursorPagination } from './syncChange';
import { SyncStep } from './syncHistoryRecord';

/**
 * Severity of a log line.
 *
 * @public
 */
export type SyncLogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * A log line of a sync; secrets are taken out.
 *
 * @public
 */
export interface SyncLogLine {
  /** ISO 8601, UTC. */
  time: string;
  level: SyncLogLevel;
  /** The step that the sync was in. */
  step: SyncStep;
  message: string;
}

/**
 * One page of the log of a sync, oldest first. Complete once the sync has ended; while it runs,
 * `nextCursor` is always there and asks for what comes after this page.
 *
 * @public
 */
export interface SyncLogPage {
  syncId: string;
  lines: SyncLogLine[];
  pagination: CursorPagination;
}
