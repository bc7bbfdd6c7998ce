import {
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
 * @param input - `syncs` since the start of the period, oldest first, without dry runs;
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
  const durations: number[] = [];
  for (const { startTime, status, durationMs, totalEntities } of input.syncs) {
    const time = Date.parse(startTime);
    const counter = TREND_COUNTERS[status];
    // A damaged row has no time; another release may know other statuses.
    if (!(time >= from.getTime()) || !counter) {
      continue;
    }
    durations.push(durationMs);
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
  const sum = (values: number[]) =>
    values.reduce((total, value) => total + value, 0);
  const sorted = Float64Array.from(durations).sort();
  return {
    period,
    from: from.toISOString(),
    to: to.toISOString(),
    totalSyncs: durations.length,
    successfulSyncs: sum(syncTrend.map(({ success }) => success)),
    partialSyncs: sum(syncTrend.map(({ partial }) => partial)),
    failedSyncs: sum(syncTrend.map(({ failure }) => failure)),
    averageDurationMs: sum(durations) / Math.max(durations.length, 1),
    p50DurationMs: percentile(sorted, 50),
    p95DurationMs: percentile(sorted, 95),
    entityGrowth,
    syncTrend,
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
