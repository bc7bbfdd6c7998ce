import { SyncHealth } from '@internal/plugin-static-data-common';
import { AlertName } from '@internal/plugin-static-data-node';

/** What alerts are judged by. */
export interface AlertFacts {
  health: Pick<SyncHealth, 'consecutiveFailures' | 'lateBy' | 'dataAsOf'>;
  /** Removals that are held and that nobody has approved. */
  heldRemovals: number;
}

/**
 * Which states hold that people are to be notified of.
 *
 * @param consecutiveFailures - failures in a row from which on syncs are said to fail
 */
export function assessAlerts(
  { health, heldRemovals }: AlertFacts,
  consecutiveFailures: number,
): Record<AlertName, boolean> {
  return {
    failing: health.consecutiveFailures >= consecutiveFailures,
    'removals-held': heldRemovals > 0,
    stale: health.lateBy > 0,
  };
}
