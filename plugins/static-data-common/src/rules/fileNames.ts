import { SYNC_EXPORT_FORMATS } from '../types';

/**
 * The name of the file that the history is downloaded as, with the date in UTC.
 *
 * @public
 */
export function syncHistoryFileName(
  format: (typeof SYNC_EXPORT_FORMATS)[number],
  now: Date,
): string {
  const day = now.toISOString().slice(0, 'yyyy-mm-dd'.length);
  return `static-data-sync-history-${day}.${format}`;
}

/**
 * The name of the file that the log of a sync is downloaded as.
 *
 * @public
 */
export function syncLogFileName(syncId: string): string {
  return `sync-${syncId}.log`;
}
