import { SyncType } from '@internal/plugin-static-data-common';

/**
 * A request for a sync, by a person, another service or a push to the source.
 *
 * @public
 */
export interface RefreshRequest {
  /** Also the id of the sync that answers it. */
  syncId: string;
  syncType: Exclude<SyncType, 'SCHEDULED'>;
  triggeredBy: string;
  /** The pushed commit; only with the type `PUSH`. */
  commit?: string;
  dryRun: boolean;
  /** Branch, tag or commit to preview; only with `dryRun`. */
  ref?: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/**
 * Requests for syncs: durable, answered in the order in which they came.
 *
 * @public
 */
export interface RefreshRequestStore {
  /**
   * Stores a request, or joins an equal one (same `dryRun` and `ref`) that is still queued. Of
   * pushes that join each other, the latest one counts.
   *
   * @returns the queued request, and whether it was there already
   */
  enqueue(
    request: Omit<RefreshRequest, 'syncId' | 'createdAt'>,
  ): Promise<RefreshRequest & { joined: boolean }>;
  /** The oldest request that is still queued; the caller must hold the lease under its `syncId`. */
  peek(): Promise<RefreshRequest | undefined>;
  /** Takes a request out of the queue; its sync has started and will leave a record. */
  remove(syncId: string): Promise<void>;
  isQueued(syncId: string): Promise<boolean>;
  /** Number of the requests that are queued. */
  count(): Promise<number>;
}
