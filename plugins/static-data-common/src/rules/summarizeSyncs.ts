import { SyncStatistics, SyncStatisticsPeriod, SyncStatus } from '../types';
import { createBuckets } from './buckets';
import { SyncMeasurement } from './summarizeOutcomes';

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
  const syncs = input.syncs.filter(
    sync => Date.parse(sync.startTime) >= from.getTime(),
  );
  const syncTrend = starts.map(start => ({
    date: start.toISOString(),
    success: 0,
    partial: 0,
    failure: 0,
  }));
  const totals = new Map<number, number>();
  for (const { startTime, status, totalEntities } of syncs) {
    const offset = Date.parse(startTime) - starts[0].getTime();
    // A start after `now` comes from a clock that is a little ahead of this one.
    const index = Math.min(Math.floor(offset / bucketMs), starts.length - 1);
    syncTrend[index][TREND_COUNTERS[status]] += 1;
    if (status !== 'FAILURE') {
      totals.set(index, totalEntities);
    }
  }
  let count = entitiesBefore;
  const entityGrowth = syncTrend.map(({ date }, index) => {
    count = totals.get(index) ?? count;
    return { date, count };
  });
  const countOf = (status: SyncStatus) =>
    syncs.filter(sync => sync.status === status).length;
  const durations = Float64Array.from(syncs, sync => sync.durationMs).sort();
  return {
    period,
    from: from.toISOString(),
    to: to.toISOString(),
    totalSyncs: syncs.length,
    successfulSyncs: countOf('SUCCESS'),
    partialSyncs: countOf('PARTIAL_SUCCESS'),
    failedSyncs: countOf('FAILURE'),
    averageDurationMs:
      durations.reduce((sum, value) => sum + value, 0) /
      Math.max(durations.length, 1),
    p50DurationMs: percentile(durations, 50),
    p95DurationMs: percentile(durations, 95),
    entityGrowth,
    syncTrend,
  };
}

/**
 * Nearest rank: the smallest value that at least `percent` of all values do not exceed; 0 if there
 * are none.
 */
function percentile(sorted: Float64Array, percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
