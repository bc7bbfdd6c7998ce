import { NotFoundError } from '@backstage/errors';
import {
  quote,
  SyncHistoryRecord,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import {
  EntityHistoryQuery,
  StaticDataStore,
  SyncChangeStore,
} from '@internal/plugin-static-data-node';

/** Describes the error 404 in the OpenAPI document. */
export const UNKNOWN_SYNC = 'No sync has this id.';

export function describeUnknownSync(path: { [name: string]: string }): string {
  return `No sync has the id ${quote(path.syncId)}`;
}

/**
 * The record of a sync.
 *
 * @param syncId - any text; not every database compares ids with what is no UUID
 * @throws NotFoundError if there is none
 */
export async function findSync(
  store: Pick<StaticDataStore, 'history'>,
  syncId: string,
): Promise<SyncHistoryRecord> {
  const id = syncIdSchema.safeParse(syncId).data;
  const record = id && (await store.history.get(id));
  if (!record) {
    throw new NotFoundError(describeUnknownSync({ syncId }));
  }
  return record;
}

/**
 * Which source a sync is of, and whether it is running or recorded.
 *
 * @throws NotFoundError if it is neither
 */
export async function findRunningOrRecordedSync(
  store: Pick<StaticDataStore, 'history' | 'lease'>,
  syncId: string,
): Promise<{ isRunning: boolean; source: string }> {
  // In this order, because a sync is recorded before its lease ends.
  const running = await store.lease.find(syncId);
  const { source } = running ?? (await findSync(store, syncId));
  return { isRunning: running !== undefined, source };
}

/**
 * A page of the history of an entity, newest first. Empty for an entity that was sent to the
 * catalog but has no recorded changes.
 *
 * @throws NotFoundError if the entity is unknown
 */
export async function getEntityHistory(
  store: Pick<StaticDataStore, 'changes' | 'snapshot'>,
  query: EntityHistoryQuery,
): ReturnType<SyncChangeStore['listOfEntity']> {
  const { entityRef } = query;
  const page = await store.changes.listOfEntity(query);
  if (page.entries.length === 0) {
    // The page may be empty only because of its filter or its cursor.
    const [all, current] = await Promise.all([
      store.changes.listOfEntity({ entityRef, limit: 1 }),
      store.snapshot.getEntities([entityRef]),
    ]);
    if (all.entries.length === 0 && !current.has(entityRef)) {
      throw new NotFoundError(`No sync has involved an entity '${entityRef}'`);
    }
  }
  return page;
}
