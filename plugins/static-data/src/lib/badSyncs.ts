import {
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';

/**
 * The latest sync that ended by itself: one that somebody cancelled tells nothing of the source.
 *
 * @param syncs - newest first, without dry runs
 */
export function findLatestOutcome(
  syncs: SyncHistoryRecord[],
): SyncHistoryRecord | undefined {
  return syncs.find(sync => toSyncResult(sync) !== 'CANCELLED');
}

/**
 * The first of the syncs that have been applied with errors ever since. Those that applied nothing
 * are no part of them, and do not end them.
 *
 * @param syncs - newest first, without dry runs
 */
export function findFirstWithErrors(syncs: SyncHistoryRecord[]):
  | {
      sync: SyncHistoryRecord;
      /** False if they may have begun before all these syncs. */
      isCertain: boolean;
    }
  | undefined {
  const applied = syncs.filter(({ status }) => status !== 'FAILURE');
  const clean = applied.findIndex(({ errorCount }) => errorCount === 0);
  const withErrors = clean < 0 ? applied : applied.slice(0, clean);
  const sync = withErrors.at(-1);
  return sync && { sync, isCertain: clean >= 0 };
}
