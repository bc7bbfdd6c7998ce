import { SyncStatisticsPeriod } from '../types';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

const PERIODS: Record<
  SyncStatisticsPeriod,
  { bucketMs: number; buckets: number }
> = {
  '24h': { bucketMs: HOUR_MS, buckets: 24 },
  '7d': { bucketMs: DAY_MS, buckets: 7 },
  '30d': { bucketMs: DAY_MS, buckets: 30 },
  '90d': { bucketMs: DAY_MS, buckets: 90 },
};

/**
 * Divides a period into UTC hours (`24h`) or UTC days (the others).
 *
 * @remarks
 * The period is exact: `24h` are the 24 hours before `now`, whatever the minute. So that
 * every sync of the period has a bucket, there is one bucket more than the period has hours
 * or days: the first and the last are covered in part, and add up to one.
 *
 * @returns `from`, exactly the length of the period before `to`; `bucketMs`, the length of one bucket
 * in milliseconds; `starts` of the buckets, oldest first: `from` lies in the first, `to` in the last
 * @public
 */
export function createBuckets(
  period: SyncStatisticsPeriod,
  now: Date,
): { from: Date; to: Date; bucketMs: number; starts: Date[] } {
  const { bucketMs, buckets } = PERIODS[period];
  const from = new Date(now.getTime() - buckets * bucketMs);
  const first = Math.floor(from.getTime() / bucketMs) * bucketMs;
  return {
    from,
    to: now,
    bucketMs,
    starts: Array.from(
      { length: buckets + 1 },
      (_, index) => new Date(first + index * bucketMs),
    ),
  };
}
