/**
 * All values of {@link SyncStatisticsPeriod}.
 *
 * @public
 */
export const SYNC_STATISTICS_PERIODS = ['24h', '7d', '30d', '90d'] as const;

/**
 * A period that statistics can cover, up to now.
 *
 * @public
 */
export type SyncStatisticsPeriod = (typeof SYNC_STATISTICS_PERIODS)[number];

/**
 * Number of entities at the end of one bucket of time.
 *
 * @public
 */
export interface EntityGrowthPoint {
  /** Start of the bucket; ISO 8601, UTC. */
  date: string;
  /** Entities after the last sync up to the end of the bucket; 0 before the first. */
  count: number;
}

/**
 * Outcomes of the syncs that started in one bucket of time.
 *
 * @public
 */
export interface SyncTrendPoint {
  /** Start of the bucket; ISO 8601, UTC. */
  date: string;
  success: number;
  partial: number;
  failure: number;
}

/**
 * How the syncs of a stretch of time ended, and how long they took.
 *
 * @public
 */
export interface SyncFigures {
  totalSyncs: number;
  /** Syncs with status `SUCCESS`. */
  successfulSyncs: number;
  /** Syncs with status `PARTIAL_SUCCESS`. */
  partialSyncs: number;
  /** Syncs with status `FAILURE`. */
  failedSyncs: number;
  /** Milliseconds; 0 if there was no sync. */
  averageDurationMs: number;
  /** Median, milliseconds, by the nearest-rank method. */
  p50DurationMs: number;
  /** 95th percentile, milliseconds, by the nearest-rank method. */
  p95DurationMs: number;
}

/**
 * Statistics of the syncs of a period; dry runs, and syncs that somebody cancelled, are left out.
 *
 * @public
 */
export interface SyncStatistics extends SyncFigures {
  period: SyncStatisticsPeriod;
  /** ISO 8601, UTC: exactly the length of the period before `to`. */
  from: string;
  /** ISO 8601, UTC: the time of the answer. */
  to: string;
  /** The same of the period before, as long and up to `from`, to compare with. */
  previous: SyncFigures;
  /**
   * One point for every bucket that the period touches: UTC hours for 24h, UTC days otherwise.
   * The first and the last are covered in part, so there are 25, 8, 31 or 91 of them.
   */
  entityGrowth: EntityGrowthPoint[];
  /** One point for every bucket, as in `entityGrowth`. */
  syncTrend: SyncTrendPoint[];
}
