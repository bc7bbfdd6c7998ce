import { SyncHealth, SyncHealthStatus } from '../types';

/**
 * The order in which sources need attention: one that has not been synchronised yet tells nothing of the
 * others.
 *
 * @public
 */
export const SYNC_HEALTH_WORST_FIRST: readonly SyncHealthStatus[] = [
  'UNHEALTHY',
  'DEGRADED',
  'UNKNOWN',
  'HEALTHY',
];

/**
 * The health of several sources together. Whatever it says is that of the source which is worst in this
 * respect; the reasons name their source, those of the worst one first. Of a single source, it is that one's.
 *
 * @param sources - at least one
 * @public
 */
export function combineHealth(
  sources: Array<{ source: string; health: SyncHealth }>,
): SyncHealth {
  const all = sources.map(({ health }) => health);
  if (all.length === 1) {
    return all[0];
  }
  const worstFirst = [...sources].sort(
    (a, b) =>
      SYNC_HEALTH_WORST_FIRST.indexOf(a.health.status) -
      SYNC_HEALTH_WORST_FIRST.indexOf(b.health.status),
  );
  return {
    status: worstFirst[0].health.status,
    reasons: worstFirst.flatMap(({ source, health }) =>
      health.reasons.map(reason => `${source}: ${reason}`),
    ),
    lastSuccessfulSync: findOldest(all.map(it => it.lastSuccessfulSync)),
    dataAsOf: findOldest(all.map(it => it.dataAsOf)),
    consecutiveFailures: Math.max(...all.map(it => it.consecutiveFailures)),
    uptime: Math.min(...all.map(it => it.uptime)),
    nextSync: findFirst(all.map(it => it.nextSync)),
    lateBy: Math.max(...all.map(it => it.lateBy)),
  };
}

/** Null if one of them has not come yet: nothing is older. */
function findOldest(times: Array<string | null>): string | null {
  return times.includes(null) ? null : findFirst(times);
}

/** ISO 8601, in UTC, sorts by time. */
function findFirst(times: Array<string | null>): string | null {
  const [first = null] = times.filter(time => time !== null).sort();
  return first;
}
