import {
  SyncFigures,
  SyncHistoryRecord,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '../types';
import { createBuckets } from './buckets';

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

const TREND_COUNTERS = {
  SUCCESS: 'success',
  PARTIAL_SUCCESS: 'partial',
  FAILURE: 'failure',
} as const;

/**
 * Computes the statistics of a period.
 *
 * @param input - `syncs` since the start of the period before, oldest first, without dry runs and those that were cancelled;
 * `entitiesBefore`: entities after the last applied sync before the period, 0 where there was none
 * @public
 */
export function summarizeSyncs(input: {
  period: SyncStatisticsPeriod;
  now: Date;
  syncs: SyncMeasurement[];
  entitiesBefore: number;
}): SyncStatistics {
  const { period, now, entitiesBefore } = input;
  const { from, to, bucketMs, starts } = createBuckets(period, now);
  const syncTrend = starts.map(start => ({
    date: start.toISOString(),
    success: 0,
    partial: 0,
    failure: 0,
  }));
  const totals = new Map<number, number>();
  const within: SyncMeasurement[] = [];
  const before: SyncMeasurement[] = [];
  const beginning = 2 * from.getTime() - to.getTime();
  for (const sync of input.syncs) {
    const { startTime, status, totalEntities } = sync;
    const time = Date.parse(startTime);
    const counter = TREND_COUNTERS[status];
    // A damaged row has no time; another release may know other statuses.
    if (!(time >= beginning) || !counter) {
      continue;
    }
    if (time < from.getTime()) {
      before.push(sync);
      continue;
    }
    within.push(sync);
    const offset = time - starts[0].getTime();
    // A start after `now` comes from a clock that is a little ahead of this one.
    const index = Math.min(Math.floor(offset / bucketMs), starts.length - 1);
    syncTrend[index][counter] += 1;
    if (status !== 'FAILURE') {
      totals.set(index, totalEntities);
    }
  }
  let count = entitiesBefore;
  const entityGrowth = syncTrend.map(({ date }, index) => {
    count = totals.get(index) ?? count;
    return { date, count };
  });
  return {
    period,
    from: from.toISOString(),
    to: to.toISOString(),
    ...toFigures(within),
    previous: toFigures(before),
    entityGrowth,
    syncTrend,
  };
}

function toFigures(syncs: SyncMeasurement[]): SyncFigures {
  const count = (status: SyncMeasurement['status']) =>
    syncs.filter(sync => sync.status === status).length;
  const durations = Float64Array.from(
    syncs,
    ({ durationMs }) => durationMs,
  ).sort();
  const total = durations.reduce((sum, duration) => sum + duration, 0);
  return {
    totalSyncs: syncs.length,
    successfulSyncs: count('SUCCESS'),
    partialSyncs: count('PARTIAL_SUCCESS'),
    failedSyncs: count('FAILURE'),
    averageDurationMs: total / Math.max(syncs.length, 1),
    p50DurationMs: percentile(durations, 50),
    p95DurationMs: percentile(durations, 95),
  };
}

/**
 * Nearest rank: the smallest value that at least `percent` of all values do not exceed; 0 if there
 * are none.
 *
 * @public
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
