/**
 * All values of {@link SyncHealthStatus}.
 *
 * @public
 */
export const SYNC_HEALTH_STATUSES = [
  'HEALTHY',
  'DEGRADED',
  'UNHEALTHY',
] as const;

/**
 * The health of the synchronisation in one word.
 *
 * @public
 */
export type SyncHealthStatus = (typeof SYNC_HEALTH_STATUSES)[number];

/**
 * Answers "can I trust what the catalog shows?".
 *
 * @public
 */
export interface SyncHealth {
  status: SyncHealthStatus;
  /** The rules that hold, in words; what to look at first comes first. */
  reasons: string[];
  /** Start of the latest sync with status `SUCCESS`; ISO 8601, UTC. */
  lastSuccessfulSync: string | null;
  /** Start of the latest sync that applied anything; the catalog shows the source as of then. */
  dataAsOf: string | null;
  /** Failures in a row, counted back from the latest sync. */
  consecutiveFailures: number;
  /** Share of syncs of the last 30 days that were applied, in percent; 100 where there was none. */
  uptime: number;
  /** When the schedule is due next; ISO 8601, UTC. Null without a schedule. */
  nextSync: string | null;
  /** Milliseconds since the earliest scheduled sync that did not complete; 0 when on time. */
  lateBy: number;
}
