import { SyncStatistics, SyncStatisticsPeriod, SyncTrendPoint } from '../types';
import { createBuckets } from './buckets';
import { isApplied, SyncMeasurement } from './summarizeOutcomes';

/**
 * What statistics are computed from.
 *
 * @public
 */
export interface StatisticsInput {
  period: SyncStatisticsPeriod;
  now: Date;
  /** Syncs since the start of the period, oldest first, without dry runs. */
  syncs: SyncMeasurement[];
  /** Entities after the last applied sync before the period; 0 where there was none. */
  entitiesBefore: number;
}

/**
 * Computes the statistics of a period.
 *
 * @public
 */
export function summarizeSyncs(input: StatisticsInput): SyncStatistics {
  const { period, now, entitiesBefore } = input;
  const { from, to, bucketMs, starts } = createBuckets(period, now);
  const syncs = input.syncs.filter(
    sync => Date.parse(sync.startTime) >= from.getTime(),
  );
  const trend: SyncTrendPoint[] = starts.map(start => ({
    date: start.toISOString(),
    success: 0,
    partial: 0,
    failure: 0,
  }));
  const totals = new Map<number, number>();
  for (const sync of syncs) {
    const offset = Date.parse(sync.startTime) - starts[0].getTime();
    // A start after `now` comes from a clock that is a little ahead of this one.
    const index = Math.min(Math.floor(offset / bucketMs), starts.length - 1);
    countOutcome(trend[index], sync);
    if (isApplied(sync.status)) {
      totals.set(index, sync.totalEntities);
    }
  }
  const durations = Float64Array.from(syncs, sync => sync.durationMs).sort();
  return {
    period,
    from: from.toISOString(),
    to: to.toISOString(),
    totalSyncs: syncs.length,
    successfulSyncs: countStatus(syncs, 'SUCCESS'),
    partialSyncs: countStatus(syncs, 'PARTIAL_SUCCESS'),
    failedSyncs: countStatus(syncs, 'FAILURE'),
    averageDurationMs: average(durations),
    p50DurationMs: percentile(durations, 50),
    p95DurationMs: percentile(durations, 95),
    entityGrowth: carryForward(starts, totals, entitiesBefore),
    syncTrend: trend,
  };
}

function countOutcome(point: SyncTrendPoint, sync: SyncMeasurement): void {
  switch (sync.status) {
    case 'SUCCESS':
      point.success += 1;
      break;
    case 'PARTIAL_SUCCESS':
      point.partial += 1;
      break;
    default:
      point.failure += 1;
  }
}

function countStatus(
  syncs: SyncMeasurement[],
  status: SyncMeasurement['status'],
): number {
  return syncs.filter(sync => sync.status === status).length;
}

function carryForward(
  starts: Date[],
  totals: Map<number, number>,
  before: number,
): SyncStatistics['entityGrowth'] {
  let count = before;
  return starts.map((start, index) => {
    count = totals.get(index) ?? count;
    return { date: start.toISOString(), count };
  });
}

function average(values: Float64Array): number {
  if (values.length === 0) {
    return 0;
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Nearest rank: the smallest value that at least `percent` of all values do not exceed. */
function percentile(sorted: Float64Array, percent: number): number {
  if (sorted.length === 0) {
    return 0;
  }
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}
