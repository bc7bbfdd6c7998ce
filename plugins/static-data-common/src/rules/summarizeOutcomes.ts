import { SyncStatus } from '../types';

/**
 * What the rule of health needs to know of one sync.
 *
 * @public
 */
export interface SyncOutcome {
  /** ISO 8601, UTC. */
  startTime: string;
  status: SyncStatus;
}

/**
 * What statistics are made of.
 *
 * @public
 */
export interface SyncMeasurement extends SyncOutcome {
  /** Milliseconds. */
  durationMs: number;
  /** Entities that the catalog has of the source after the sync. */
  totalEntities: number;
}

/** Whether a sync with this status left the catalog as the source was. */
export function isApplied(status: SyncStatus): boolean {
  return status !== 'FAILURE';
}

/**
 * What the outcomes of syncs contribute to health.
 *
 * @public
 */
export interface OutcomeSummary {
  /** Share of the syncs that were applied, in percent; 100 if there were none. */
  uptime: number;
  /** Consecutive failures among these syncs, up to the latest one. */
  consecutiveFailures: number;
}

/**
 * Summarises the outcomes of syncs for the assessment of health.
 *
 * @param syncs - oldest first, without dry runs
 * @public
 */
export function summarizeOutcomes(syncs: SyncOutcome[]): OutcomeSummary {
  let applied = 0;
  let consecutiveFailures = 0;
  for (const { status } of syncs) {
    if (isApplied(status)) {
      applied += 1;
      consecutiveFailures = 0;
    } else {
      consecutiveFailures += 1;
    }
  }
  return {
    uptime: syncs.length === 0 ? 100 : (applied / syncs.length) * 100,
    consecutiveFailures,
  };
}
