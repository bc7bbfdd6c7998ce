import { NotFoundError } from '@backstage/errors';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import {
  SyncHistoryStore,
  SyncLeaseStore,
} from '@internal/plugin-static-data-node';

/** The same for the OpenAPI document. */
export const UNKNOWN_SYNC = 'No sync has this id.';

export function describeUnknownSync(path: { [name: string]: string }): string {
  return `No sync has the id '${path.syncId}'`;
}

/**
 * The record of a sync.
 *
 * @throws NotFoundError if there is none
 */
export async function findSync(
  store: { history: Pick<SyncHistoryStore, 'get'> },
  syncId: string,
): Promise<SyncHistoryRecord> {
  const record = await store.history.get(syncId);
  if (!record) {
    throw new NotFoundError(describeUnknownSync({ syncId }));
  }
  return record;
}

/**
 * Whether a sync is running or recorded.
 *
 * @throws NotFoundError if it is neither
 */
export async function findRunningOrRecordedSync(
  store: {
    history: Pick<SyncHistoryStore, 'get'>;
    lease: Pick<SyncLeaseStore, 'getRunning'>;
  },
  syncId: string,
): Promise<{ isRunning: boolean }> {
  // In this order, because a sync is recorded before it stops running.
  const running = await store.lease.getRunning();
  if (running?.id === syncId) {
    return { isRunning: true };
  }
  await findSync(store, syncId);
  return { isRunning: false };
}
