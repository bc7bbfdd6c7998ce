import { NotFoundError } from '@backstage/errors';
import {
  SyncHistoryRecord,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import {
  SyncHistoryStore,
  SyncLeaseStore,
} from '@internal/plugin-static-data-node';

/**
 * The record of the sync that a request names.
 *
 * @throws NotFoundError if there is none
 */
export async function findSync(
  store: { history: Pick<SyncHistoryStore, 'get'> },
  syncId: string,
): Promise<SyncHistoryRecord> {
  const id = parseSyncId(syncId);
  const record = id && (await store.history.get(id));
  if (!record) {
    throw new NotFoundError(`No sync has the id '${syncId}'`);
  }
  return record;
}

/**
 * Whether the sync that a request names is running or recorded.
 *
 * @throws NotFoundError if it is neither
 */
export async function findRunningOrRecordedSync(
  store: {
    history: Pick<SyncHistoryStore, 'get'>;
    lease: Pick<SyncLeaseStore, 'getRunning'>;
  },
  syncId: string,
): Promise<{ id: string; isRunning: boolean }> {
  // In this order, because a sync is recorded before it stops running.
  const running = await store.lease.getRunning();
  if (running && running.id === parseSyncId(syncId)) {
    return { id: running.id, isRunning: true };
  }
  const { id } = await findSync(store, syncId);
  return { id, isRunning: false };
}

/** What is not a UUID is the id of no sync; databases need not be bothered with it. */
function parseSyncId(syncId: string): string | undefined {
  return syncIdSchema.safeParse(syncId).data;
}
