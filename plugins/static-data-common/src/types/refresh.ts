import { SyncHistoryRecord } from './syncHistoryRecord';

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
  /** Id of the sync that answers the request; its record appears under it. */
  syncId: string;
  triggeredBy: string;
  /** When the request was taken; ISO 8601, UTC. */
  timestamp: string;
  status: RefreshRequestStatus;
  /** The finished record, when the caller waited for it. */
  sync?: SyncHistoryRecord;
}
