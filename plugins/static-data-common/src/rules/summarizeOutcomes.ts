import { SyncHistoryRecord, SyncStatus } from '../types';

/**
 * What statistics are made of.
 *
 * @public
 */
export interface SyncMeasurement
  extends Pick<SyncHistoryRecord, 'startTime' | 'status' | 'durationMs'> {
  /** Entities that the catalog has of the source after the sync. */
  totalEntities: number;
}

/**
 * What the outcomes of syncs contribute to health.
 *
 * @public
 */
export interface OutcomeSummary {
  /** Share of the syncs that were applied, in percent; 100 if there were none. */
  uptime: number;
  /** Consecutive failures, up to the latest sync. */
  consecutiveFailures: number;
}

/**
 * Summarises the outcomes of syncs for the assessment of health.
 *
 * @param syncs - oldest first, without dry runs
 * @public
 */
export function summarizeOutcomes(
  syncs: Array<{ status: SyncStatus }>,
): OutcomeSummary {
  const isApplied = syncs.map(({ status }) => status !== 'FAILURE');
  const applied = isApplied.filter(Boolean).length;
  return {
    uptime: syncs.length === 0 ? 100 : (applied / syncs.length) * 100,
    consecutiveFailures: syncs.length - 1 - isApplied.lastIndexOf(true),
  };
}
