import { RunningSync, SyncHistoryRecord } from './history';

/**
 * The longest name of a branch, tag or commit that can be asked for, in characters.
 *
 * @public
 */
export const MAX_GIT_REF_LENGTH = 255;

/**
 * State of a request for a manual sync.
 *
 * @public
 */
export type RefreshRequestStatus = 'QUEUED' | 'RUNNING' | 'FINISHED';

/**
 * Answer to a request for a manual sync.
 *
 * @public
 */
export interface RefreshResponse {
  message: string;
  /** Id of the sync that carries out the request, and of its record. */
  syncId: string;
  triggeredBy: string;
  /** When the request was stored; ISO 8601, UTC. */
  timestamp: string;
  status: RefreshRequestStatus;
  /** The record of the sync, if the caller waited for it. */
  sync?: SyncHistoryRecord;
}

/**
 * A request for a manual sync, and how far it has got.
 *
 * @public
 */
export interface RefreshRequestState {
  /** Id of the request, and of the sync that carries it out. */
  syncId: string;
  status: RefreshRequestStatus;
  /** Only while it is `RUNNING`. */
  running?: RunningSync;
  /** The record, once it is `FINISHED`. */
  sync?: SyncHistoryRecord;
}
