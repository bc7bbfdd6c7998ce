import {
  SourceSteering,
  SyncHealth,
  SyncHealthStatus,
  SyncPin,
  SyncStatus,
} from '../types';
import { describeDuration, formatPercent, listFirst, pluralize } from '../text';

const HELD_REASONS = {
  one: 'removal is held back: restore its source, or approve it.',
  many: 'removals are held back: restore their source, or approve them.',
};

const STEERING_REASONS = { pause: 'Paused', pin: 'Pinned' };

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const UPTIME_WINDOW_MS = 30 * DAY_MS;

const UNHEALTHY_FAILURES = 3;
const UNHEALTHY_UPTIME = 80;
const DEGRADED_UPTIME = 95;
const UNHEALTHY_MISSED_RUNS = 4;

/** A person looks for the cause at one of them. */
const MAX_NAMED_ROWS = 3;

/**
 * A scheduled sync starts a few seconds late and then takes a while. Until this much time has
 * passed it is not considered late, unless the one after it is due as well.
 */
const GRACE_MS = 15 * MINUTE_MS;

/**
 * How many missed runs are counted: finding them takes a while, and more make no difference.
 *
 * @public
 */
export const MAX_MISSED_RUNS = 20;

/**
 * What health is assessed from. Dry runs, and syncs that somebody cancelled, never count.
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
  /** Start of that sync; ISO 8601, UTC. */
  latestStatusAt?: string;
  /** Start of the latest sync with status `SUCCESS`; ISO 8601, UTC. */
  lastSuccessAt?: string;
  /** Start of the latest sync that applied anything; ISO 8601, UTC. */
  lastAppliedAt?: string;
  /**
   * Times, oldest first, at which a sync was due since the latest one that completed; at most
   * {@link MAX_MISSED_RUNS}.
   */
  missedRuns: Date[];
  /** How the source is steered: it is said, and does not change the status. */
  steering: SourceSteering;
  /** When the schedule is due next; undefined without a schedule, or while nobody knows when a pause ends. */
  nextSync?: Date;
  /** Removals that are held back and not approved. */
  heldRemovals: number;
  /** False if what the catalog shows was read with another configuration than the one in force. */
  isConfigurationSynced: boolean;
  /** Other sources that are synchronised on the same database at the same time. */
  competingSources: string[];
  /** Entities that the catalog does not show as they were sent, by what is wrong. */
  problems: Record<'missing' | 'refused', EntitySummary>;
  /** Rows of the database that cannot be read in full, each in words. */
  unreadable: string[];
}

/**
 * The number of entities, and the first of them.
 *
 * @public
 */
export interface EntitySummary {
  count: number;
  /** Entity refs; fewer than `count` if there are many. */
  entityRefs: string[];
}

/** Something that is wrong. */
interface Problem {
  /** Degraded if false. */
  isUnhealthy: boolean;
  reason: string;
}

/**
 * Start of the time over which uptime is counted: of the minute 30 days ago, so that the count is
 * good for all who ask within a minute.
 *
 * @public
 */
export function getUptimeWindowStart(now: Date): Date {
  const start = now.getTime() - UPTIME_WINDOW_MS;
  return new Date(start - (start % MINUTE_MS));
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
 * Assesses whether the synchronisation can be trusted. Unless it is healthy, the reasons say why.
 *
 * @public
 */
export function assessHealth(input: HealthInput): SyncHealth {
  const lateBy = calculateLateness(input);
  const problems = [
    assessFailures(input),
    assessLateness(input, lateBy),
    assessUptime(input),
    assessPartialSuccess(input),
    input.competingSources.length > 0 && {
      isUnhealthy: false,
      reason: `Backends on the same database synchronise other sources (${input.competingSources.join(
        ', ',
      )}): every sync replaces what theirs sent.`,
    },
    !input.isConfigurationSynced && {
      isUnhealthy: false,
      reason:
        'The configuration in force was never synced: the catalog shows what was read with another one.',
    },
    ...assessProblems(input),
    input.unreadable.length > 0 && {
      isUnhealthy: false,
      reason: `${pluralize(
        input.unreadable.length,
        'row',
      )} in the database of the plugin cannot be read in full: ${listFirst(
        input.unreadable,
        MAX_NAMED_ROWS,
      )}. Syncs go on without ${
        input.unreadable.length === 1 ? 'it' : 'them'
      }; restore the database if you need what is in ${
        input.unreadable.length === 1 ? 'it' : 'them'
      }.`,
    },
  ].filter(problem => problem !== false);
  const unhealthy = problems.filter(({ isUnhealthy }) => isUnhealthy);
  const degraded = problems.filter(({ isUnhealthy }) => !isUnhealthy);
  const reasons = [...unhealthy, ...degraded].map(({ reason }) => reason);
  if (input.heldRemovals > 0) {
    // Does not change the status: a sync that holds removals is already one that was applied in part.
    reasons.push(
      pluralize(input.heldRemovals, HELD_REASONS.one, HELD_REASONS.many),
    );
  }
  if (input.latestStatus === undefined) {
    reasons.push('No sync has run yet.');
  }
  reasons.push(...describeSteering(input));
  return {
    status: toStatus(problems, input.latestStatus),
    reasons,
    lastSuccessfulSync: input.lastSuccessAt ?? null,
    dataAsOf: input.lastAppliedAt ?? null,
    consecutiveFailures: input.consecutiveFailures,
    uptime: input.uptime,
    nextSync: input.nextSync?.toISOString() ?? null,
    lateBy,
  };
}

function toStatus(
  problems: Problem[],
  latestStatus: SyncStatus | undefined,
): SyncHealthStatus {
  if (problems.length > 0) {
    const isUnhealthy = problems.some(problem => problem.isUnhealthy);
    return isUnhealthy ? 'UNHEALTHY' : 'DEGRADED';
  }
  return latestStatus === undefined ? 'UNKNOWN' : 'HEALTHY';
}

function assessFailures({ consecutiveFailures }: HealthInput): Problem | false {
  return (
    consecutiveFailures > 0 && {
      isUnhealthy: consecutiveFailures >= UNHEALTHY_FAILURES,
      reason:
        consecutiveFailures === 1
          ? 'The last sync failed.'
          : `The last ${consecutiveFailures} syncs failed.`,
    }
  );
}

function assessPartialSuccess(input: HealthInput): Problem | false {
  const { latestStatus, latestStatusAt = '', lastAppliedAt = '' } = input;
  return (
    latestStatus === 'PARTIAL_SUCCESS' && {
      isUnhealthy: false,
      reason:
        lastAppliedAt < latestStatusAt
          ? 'The last sync left everything as it was: the host takes no more requests for now.'
          : 'The last sync was applied in part: some inputs were skipped, or removals are held.',
    }
  );
}

/** Milliseconds since the first run that was missed; 0 while it may still be on its way. */
function calculateLateness({ now, missedRuns }: HealthInput): number {
  if (missedRuns.length === 0) {
    return 0;
  }
  const sinceFirst = now.getTime() - missedRuns[0].getTime();
  return missedRuns.length > 1 || sinceFirst > GRACE_MS ? sinceFirst : 0;
}

function assessLateness(
  { missedRuns }: HealthInput,
  lateBy: number,
): Problem | false {
  const missed = missedRuns.length;
  const ago = describeDuration(lateBy);
  return (
    lateBy > 0 && {
      isUnhealthy: missed >= UNHEALTHY_MISSED_RUNS,
      reason:
        missed === 1
          ? `No sync completed at the last scheduled time, ${ago} ago.`
          : `No sync completed at ${
              missed < MAX_MISSED_RUNS
                ? `the last ${missed}`
                : `${missed} or more`
            } scheduled times, the first of them ${ago} ago.`,
    }
  );
}

function assessUptime({ uptime }: HealthInput): Problem | false {
  return (
    uptime < DEGRADED_UPTIME && {
      isUnhealthy: uptime < UNHEALTHY_UPTIME,
      reason: `Only ${formatPercent(
        uptime,
      )} of the syncs of the last 30 days were applied.`,
    }
  );
}

function assessProblems({
  problems: { missing, refused },
}: HealthInput): Array<Problem | false> {
  return [
    missing.count > 0 && {
      isUnhealthy: false,
      reason: `${pluralize(
        missing.count,
        'entity is',
        'entities are',
      )} missing from the catalog, or not there as sent: ${listEntities(
        missing,
      )}. The sync that finds this out sends ${
        missing.count === 1 ? 'it' : 'them'
      } again.`,
    },
    refused.count > 0 && {
      isUnhealthy: false,
      reason: `The catalog refuses ${pluralize(
        refused.count,
        'entity',
        'entities',
      )}: ${listEntities(refused)}. The sync that sent ${
        refused.count === 1 ? 'it' : 'them'
      } says why.`,
    },
  ];
}

function describeSteering({ steering, now }: HealthInput): string[] {
  const { pause, pin } = steering;
  const ago = (time: string) =>
    `${describeDuration(Math.max(0, now.getTime() - Date.parse(time)))} ago`;
  const end = (until: string | null) => (until ? `, until ${until}` : '');
  return [
    pause &&
      `${STEERING_REASONS.pause} ${ago(pause.since)} by ${
        pause.pausedBy ?? 'the configuration'
      }${end(pause.until)}: ${pause.reason}`,
    pin &&
      `${STEERING_REASONS.pin} ${ago(pin.since)} to ${describePin(pin)} by ${
        pin.pinnedBy
      }${end(pin.until)}: ${pin.reason}`,
  ].filter(reason => reason !== null);
}

/**
 * What a source is pinned to, in words.
 *
 * @public
 */
export function describePin({
  sync,
  ref,
  revision,
}: Pick<SyncPin, 'sync' | 'ref' | 'revision'>): string {
  if (sync) {
    return `the state of sync #${sync.number}`;
  }
  // A commit that was asked for is its own revision.
  return revision === null || revision === ref
    ? `${ref}`
    : `${ref} (commit ${revision})`;
}

/**
 * Names the first entities and counts the others.
 *
 * @public
 */
export function listEntities({ count, entityRefs }: EntitySummary): string {
  const more = count - entityRefs.length;
  const named = entityRefs.join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

/**
 * Whether a reason of a {@link SyncHealth} says that removals are held back.
 *
 * @public
 */
export function isHeldRemovalsReason(reason: string): boolean {
  return (
    // That ends with what somebody has written.
    !isSteeringReason(reason) &&
    Object.values(HELD_REASONS).some(text => reason.endsWith(text))
  );
}

/**
 * Whether a reason of a {@link SyncHealth} says that the source is paused or pinned.
 *
 * @public
 */
export function isSteeringReason(reason: string): boolean {
  return Object.values(STEERING_REASONS).some(word =>
    reason.startsWith(`${word} `),
  );
}
