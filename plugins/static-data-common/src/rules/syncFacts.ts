import { SyncStatus } from '../types';

/**
 * What the rule of health needs to know of one sync.
 *
 * @public
 */
export interface SyncOutcome {
  /** ISO 8601, UTC. */
  startTime: string;
  status: SyncStatus;
}

/**
 * What statistics are made of.
 *
 * @public
 */
export interface SyncMeasurement extends SyncOutcome {
  /** Milliseconds. */
  durationMs: number;
  /** Entities that the catalog has of the source after the sync. */
  totalEntities: number;
}

/** Whether a sync with this status left the catalog as the source was. */
export function isApplied(status: SyncStatus): boolean {
  return status !== 'FAILURE';
}
