import {
  formatPlace,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { SyncLog } from '../sync/SyncLog';

/** Findings that the log names; all of them are with the record. */
const MAX_NAMED = 10;

/** Says how a sync ended. */
export function logOutcome(log: SyncLog, record: SyncHistoryRecord): void {
  const { status, stats, durationMs, errors = [] } = record;
  for (const { error, file, line, hint } of errors.slice(0, MAX_NAMED)) {
    const place = file ? ` (${formatPlace(file, line)})` : '';
    log.error(`${error}${place}. ${hint}`);
  }
  const summary = `Sync ended with ${status} after ${durationMs} ms: ${stats.totalEntities} entities, ${stats.entitiesAdded} added, ${stats.entitiesUpdated} updated, ${stats.entitiesRemoved} removed, ${record.errorCount} errors, ${record.warningCount} warnings`;
  if (status === 'SUCCESS') {
    log.info(summary);
  } else {
    log.warn(summary);
  }
}
