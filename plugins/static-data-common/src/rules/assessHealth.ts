import { SyncHealth, SyncHealthStatus, SyncStatus } from '../types';
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
  /** As of {@link summarizeOutcomes}, since {@link getUptimeWindowStart}. */
  uptime: number;
  /** Status of the latest sync however old it is; undefined before the first. */
  latestStatus?: SyncStatus;
  /** Consecutive failures, up to the latest sync. */
  consecutiveFailures: number;
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

interface HealthProblem {
  status: SyncHealthStatus;
  reason: string;
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
 * Assesses whether the synchronisation can be trusted. If it is healthy there are no reasons,
 * except that it has not run yet.
 *
 * @public
 */
export function assessHealth(input: HealthInput): SyncHealth {
  const { uptime } = input;
  const problems = [
    judgeFailures(input.consecutiveFailures),
    judgeMissedRuns(input.missedRuns, input.now),
    judgeUptime(uptime),
    judgeLatest(input.latestStatus),
  ].filter(problem => problem !== undefined);
  const unhealthy = problems.filter(({ status }) => status === 'UNHEALTHY');
  const degraded = problems.filter(({ status }) => status === 'DEGRADED');
  const reasons = [...unhealthy, ...degraded].map(({ reason }) => reason);
  if (input.heldRemovals > 0) {
    reasons.push(describeHeldRemovals(input.heldRemovals));
  }
  if (input.latestStatus === undefined) {
    reasons.push('No sync has run yet.');
  }
  return {
    status: (unhealthy[0] ?? degraded[0])?.status ?? 'HEALTHY',
    reasons,
    lastSuccessfulSync: input.lastSuccessAt ?? null,
    dataAsOf: input.lastAppliedAt ?? null,
    consecutiveFailures: input.consecutiveFailures,
    uptime,
    nextSync: input.nextSync?.toISOString() ?? null,
    lateBy: getLateness(input.missedRuns, input.now),
  };
}

function getLateness(missedRuns: Date[], now: Date): number {
  if (missedRuns.length === 0) {
    return 0;
  }
  const sinceFirst = now.getTime() - missedRuns[0].getTime();
  const isLate =
    missedRuns.length >= DEGRADED_MISSED_RUNS || sinceFirst > ON_ITS_WAY_MS;
  return isLate ? sinceFirst : 0;
}

function judgeFailures(failures: number): HealthProblem | undefined {
  if (failures < 1) {
    return undefined;
  }
  return {
    status: failures >= UNHEALTHY_FAILURES ? 'UNHEALTHY' : 'DEGRADED',
    reason:
      failures === 1
        ? 'The last sync failed.'
        : `The last ${failures} syncs failed.`,
  };
}

function judgeMissedRuns(
  missedRuns: Date[],
  now: Date,
): HealthProblem | undefined {
  if (missedRuns.length < DEGRADED_MISSED_RUNS) {
    return undefined;
  }
  const ago = describeDuration(now.getTime() - missedRuns[0].getTime());
  return {
    status:
      missedRuns.length >= UNHEALTHY_MISSED_RUNS ? 'UNHEALTHY' : 'DEGRADED',
    reason: `No sync completed at the last ${missedRuns.length} scheduled times, the first of them ${ago} ago.`,
  };
}

function judgeUptime(uptime: number): HealthProblem | undefined {
  if (uptime >= DEGRADED_UPTIME) {
    return undefined;
  }
  // Rounded down, so that 94.99 does not read as the 95 that it falls short of.
  const shown = Math.floor(uptime * 10) / 10;
  return {
    status: uptime < UNHEALTHY_UPTIME ? 'UNHEALTHY' : 'DEGRADED',
    reason: `Only ${shown}% of the syncs of the last 30 days were applied.`,
  };
}

function judgeLatest(
  status: SyncStatus | undefined,
): HealthProblem | undefined {
  if (status !== 'PARTIAL_SUCCESS') {
    return undefined;
  }
  return {
    status: 'DEGRADED',
    reason:
      'The last sync was applied in part: some inputs were skipped, or removals are held.',
  };
}

/** Does not change the status: a sync that holds removals is already one that was applied in part. */
function describeHeldRemovals(count: number): string {
  return pluralize(
    count,
    'removal is held back: restore its source, or approve it.',
    'removals are held back: restore their source, or approve them.',
  );
}
