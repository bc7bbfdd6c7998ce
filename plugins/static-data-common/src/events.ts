import { SteeringActType, SyncStatus } from './types';

/**
 * Topic of the event that a refresh request was stored. Payload: {@link RefreshRequestedEvent}.
 *
 * @public
 */
export const STATIC_DATA_REFRESH_TOPIC = 'static-data.refresh';

/**
 * Topic of the event that a sync ended. Payload: {@link SyncEndedEvent}.
 *
 * @public
 */
export const STATIC_DATA_SYNC_TOPIC = 'static-data.sync';

/**
 * Topic of the event that a sync has started or made progress: at once when a phase begins, and at
 * most once a second while it runs. Payload: {@link SyncProgressEvent}.
 *
 * @public
 */
export const STATIC_DATA_PROGRESS_TOPIC = 'static-data.progress';

/**
 * Payload of {@link STATIC_DATA_REFRESH_TOPIC}.
 *
 * @public
 */
export interface RefreshRequestedEvent {
  /** Id of the request, and of the sync that carries it out. */
  syncId: string;
  /** Id of the source to synchronise. */
  source: string;
}

/**
 * Payload of {@link STATIC_DATA_SYNC_TOPIC}.
 *
 * @public
 */
export interface SyncEndedEvent {
  syncId: string;
  /** Id of the source that was synchronised. */
  source: string;
  status: SyncStatus;
  dryRun: boolean;
}

/**
 * Payload of {@link STATIC_DATA_PROGRESS_TOPIC}.
 *
 * @public
 */
export interface SyncProgressEvent {
  syncId: string;
  /** Id of the source that is synchronised. */
  source: string;
}

/**
 * Topic of the event that somebody has paused, pinned or otherwise steered a source, or wants a sync to be
 * cancelled. Payload: {@link SteeringEvent}.
 *
 * @public
 */
export const STATIC_DATA_STEERING_TOPIC = 'static-data.steering';

/**
 * Payload of {@link STATIC_DATA_STEERING_TOPIC}.
 *
 * @public
 */
export interface SteeringEvent {
  /** Id of the source. */
  source: string;
  type: SteeringActType;
  /** The sync to cancel; only of that type. */
  syncId?: string;
}
