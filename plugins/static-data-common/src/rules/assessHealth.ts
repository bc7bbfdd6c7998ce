import { SyncHealth, SyncStatus } from '../types';
import { describeDuration, pluralize } from '../text';

const DAY_MS = 24 * 60 * 60 * 1000;
const UPTIME_WINDOW_MS = 30 * DAY_MS;

const UNHEALTHY_FAILURES = 3;
const UNHEALTHY_UPTIME = 80;
const DEGRADED_UPTIME = 95;
const UNHEALTHY_MISSED_RUNS = 4;
const DEGRADED_MISSED_RUNS = 2;

/**
 * A scheduled sync starts a few seconds late and then takes a while. Until this much time has
 * passed it is not considered late, unless the one after it is due as well.
 */
const ON_ITS_WAY_MS = 15 * 60 * 1000;

/**
 * What health is assessed from. Dry runs never count.
 *
 * @public
 */
export interface HealthInput {
  now: Date;
  /** As {@link calculateUptime} says, since {@link getUptimeWindowStart}. */
  uptime: number;
  /** Consecutive failures, up to the latest sync. */
  consecutiveFailures: number;
  /** Status of the latest sync however old it is; undefined before the first. */
  latestStatus?: SyncStatus;
  /** Start of the latest sync with status `SUCCESS`; ISO 8601, UTC. */
  lastSuccessAt?: string;
  /** Start of the latest sync that applied anything; ISO 8601, UTC. */
  lastAppliedAt?: string;
  /** Times, oldest first, at which a sync was due since the latest one that completed. */
  missedRuns: Date[];
  /** When the schedule is due next; undefined without a schedule. */
  nextSync?: Date;
  /** Removals that are held back and not approved. */
  heldRemovals: number;
}

/**
 * Start of the time over which uptime is counted.
 *
 * @public
 */
export function getUptimeWindowStart(now: Date): Date {
  return new Date(now.getTime() - UPTIME_WINDOW_MS);
}

/**
 * Share of the syncs that applied something, in percent; 100 if there were none.
 *
 * @public
 */
export function calculateUptime(counts: {
  total: number;
  /** With status `SUCCESS` or `PARTIAL_SUCCESS`. */
  applied: number;
}): number {
  return counts.total === 0 ? 100 : (counts.applied / counts.total) * 100;
}

/**
 * Assesses whether the synchronisation can be trusted. If it is healthy there are no reasons,
 * except that it has not run yet.
 *
 * @public
 */
export function assessHealth(input: HealthInput): SyncHealth {
  const { uptime, consecutiveFailures, missedRuns, latestStatus } = input;
  const missed = missedRuns.length;
  const sinceFirstMissed =
    missed > 0 ? input.now.getTime() - missedRuns[0].getTime() : 0;
  const isLate =
    missed >= DEGRADED_MISSED_RUNS || sinceFirstMissed > ON_ITS_WAY_MS;
  const problems = [
    consecutiveFailures > 0 && {
      isUnhealthy: consecutiveFailures >= UNHEALTHY_FAILURES,
      reason:
        consecutiveFailures === 1
          ? 'The last sync failed.'
          : `The last ${consecutiveFailures} syncs failed.`,
    },
    missed >= DEGRADED_MISSED_RUNS && {
      isUnhealthy: missed >= UNHEALTHY_MISSED_RUNS,
      reason: `No sync completed at the last ${missed} scheduled times, the first of them ${describeDuration(
        sinceFirstMissed,
      )} ago.`,
    },
    uptime < DEGRADED_UPTIME && {
      isUnhealthy: uptime < UNHEALTHY_UPTIME,
      // Rounded down, so that 94.99 does not read as the 95 that it falls short of.
      reason: `Only ${
        Math.floor(uptime * 10) / 10
      }% of the syncs of the last 30 days were applied.`,
    },
    latestStatus === 'PARTIAL_SUCCESS' && {
      isUnhealthy: false,
      reason:
        'The last sync was applied in part: some inputs were skipped, or removals are held.',
    },
  ].filter(problem => problem !== false);
  const unhealthy = problems.filter(({ isUnhealthy }) => isUnhealthy);
  const degraded = problems.filter(({ isUnhealthy }) => !isUnhealthy);
  const reasons = [...unhealthy, ...degraded].map(({ reason }) => reason);
  if (input.heldRemovals > 0) {
    // Does not change the status: a sync that holds removals is already one that was applied in part.
    reasons.push(
      pluralize(
        input.heldRemovals,
        'removal is held back: restore its source, or approve it.',
        'removals are held back: restore their source, or approve them.',
      ),
    );
  }
  if (latestStatus === undefined) {
    reasons.push('No sync has run yet.');
  }
  const impaired = unhealthy.length > 0 ? 'UNHEALTHY' : 'DEGRADED';
  return {
    status: problems.length > 0 ? impaired : 'HEALTHY',
    reasons,
    lastSuccessfulSync: input.lastSuccessAt ?? null,
    dataAsOf: input.lastAppliedAt ?? null,
    consecutiveFailures,
    uptime,
    nextSync: input.nextSync?.toISOString() ?? null,
    lateBy: isLate ? sinceFirstMissed : 0,
  };
}
