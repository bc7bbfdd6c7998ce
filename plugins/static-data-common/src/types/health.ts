/**
 * All values of {@link SyncHealthStatus}.
 *
 * @public
 */
export const SYNC_HEALTH_STATUSES = [
  'UNKNOWN',
  'HEALTHY',
  'DEGRADED',
  'UNHEALTHY',
] as const;

/**
 * The health of the synchronisation in one word; `UNKNOWN` before the first sync.
 *
 * @public
 */
export type SyncHealthStatus = (typeof SYNC_HEALTH_STATUSES)[number];

/**
 * Whether the catalog can be trusted to show what the source has.
 *
 * @public
 */
export interface SyncHealth {
  status: SyncHealthStatus;
  /** Why the status is what it is, in words; the most important first. Empty if all is well. */
  reasons: string[];
  /** Start of the latest sync with status `SUCCESS`; ISO 8601, UTC. */
  lastSuccessfulSync: string | null;
  /** Start of the latest sync that applied anything; the catalog shows the source as of then. */
  dataAsOf: string | null;
  /** Consecutive failures, up to the latest sync; those that somebody cancelled do not count. */
  consecutiveFailures: number;
  /** Share of syncs of the last 30 days that were applied, of all that nobody cancelled, in percent; 100 if there were none. */
  uptime: number;
  /** When the next scheduled sync is due; ISO 8601, UTC. Null without a schedule. */
  nextSync: string | null;
  /** Milliseconds since the earliest scheduled sync that did not complete; 0 when on time. */
  lateBy: number;
}
