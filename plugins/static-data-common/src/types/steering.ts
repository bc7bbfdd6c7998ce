/**
 * All values of {@link SteeringActType}.
 *
 * @public
 */
export const STEERING_ACT_TYPES = [
  'PAUSE',
  'RESUME',
  'PIN',
  'UNPIN',
  'CANCEL',
] as const;

/**
 * What a person can do to the syncs of a source.
 *
 * - `PAUSE`: scheduled syncs and those after pushes wait
 * - `RESUME`: they go on
 * - `PIN`: syncs read one revision of the source, whatever is pushed to it
 * - `UNPIN`: they read what is configured again
 * - `CANCEL`: a running sync is stopped
 *
 * @public
 */
export type SteeringActType = (typeof STEERING_ACT_TYPES)[number];

/**
 * A pause of a source, while it lasts. Dry runs are possible meanwhile.
 *
 * @public
 */
export interface SyncPause {
  /** Entity ref of the user or subject of the service; null for a maintenance window of the configuration. */
  pausedBy: string | null;
  /** ISO 8601, UTC. */
  since: string;
  /** When it ends by itself; ISO 8601, UTC. Null if somebody has to end it. */
  until: string | null;
  reason: string;
}

/**
 * The sync whose state a source is pinned to.
 *
 * @public
 */
export interface PinnedSync {
  id: string;
  number: number;
}

/**
 * A pin of a source, while it lasts: syncs read this revision.
 *
 * @public
 */
export interface SyncPin {
  /** Id of the act that pinned it. */
  id: number;
  /** Entity ref of the user, or subject of the service. */
  pinnedBy: string;
  /** ISO 8601, UTC. */
  since: string;
  /** When it ends by itself; ISO 8601, UTC. Null if somebody has to end it. */
  until: string | null;
  reason: string;
  /** The branch, tag or commit that was asked for; null if it was a sync. */
  ref: string | null;
  /** The commit, or the digest of a directory; null until a sync has looked up what the ref is. */
  revision: string | null;
  /** The sync that was asked for; null if it was a ref. */
  sync: PinnedSync | null;
}

/**
 * How people have changed the course of the syncs of a source.
 *
 * @public
 */
export interface SourceSteering {
  pause: SyncPause | null;
  pin: SyncPin | null;
}

/**
 * Something that somebody did to the syncs of a source.
 *
 * @public
 */
export interface SteeringAct {
  /** Counts the acts of all sources. */
  id: number;
  source: string;
  type: SteeringActType;
  /** Entity ref of the user, or subject of the service. */
  triggeredBy: string;
  /** ISO 8601, UTC. */
  time: string;
  reason?: string;
  /** When a pause or a pin ends by itself; ISO 8601, UTC. */
  until?: string;
  /** Of a pin, as in {@link SyncPin}. */
  ref?: string;
  /** Of a pin, as in {@link SyncPin}. */
  revision?: string;
  /** The sync that was cancelled, or whose state the source was pinned to. */
  sync?: PinnedSync;
}

/**
 * What was done to the syncs of sources, newest first.
 *
 * @public
 */
export interface SteeringActList {
  acts: SteeringAct[];
  /** Whether there are older ones. */
  hasMore: boolean;
}

/**
 * Answer to a request that steers a source.
 *
 * @public
 */
export interface SteeringResponse {
  message: string;
  source: string;
  /** As it is now. */
  steering: SourceSteering;
  /** Id of the sync that was requested, which carries it out; absent if none is needed. */
  syncId?: string;
}

/**
 * Answer to a request to cancel a sync.
 *
 * @public
 */
export interface CancelResponse {
  message: string;
  syncId: string;
  cancelledBy: string;
  /** ISO 8601, UTC. */
  timestamp: string;
}
