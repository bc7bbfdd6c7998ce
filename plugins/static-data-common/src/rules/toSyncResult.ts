import { SyncHistoryRecord, SyncResult } from '../types';

/**
 * How a sync ended. Whoever counts failures, or tells people of them, goes by this and not by the status.
 *
 * @public
 */
export function toSyncResult({
  status,
  cancelledBy,
}: Pick<SyncHistoryRecord, 'status' | 'cancelledBy'>): SyncResult {
  return cancelledBy === undefined ? status : 'CANCELLED';
}
