import { isApplied, SyncOutcome } from './syncFacts';

/**
 * What the outcomes of some syncs say about health.
 *
 * @public
 */
export interface OutcomeSummary {
  /** Share of the syncs that were applied, in percent; 100 where there was none. */
  uptime: number;
  /** Failures in a row, counted back from the latest sync to the first at most. */
  consecutiveFailures: number;
}

/**
 * Computes what health is judged by.
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
