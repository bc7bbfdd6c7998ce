import { NotFoundError } from '@backstage/errors';
import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import {
  EntityHistoryQuery,
  StaticDataStore,
} from '@internal/plugin-static-data-node';

/**
 * A page of the history of an entity, newest first; empty for an entity that nothing was
 * recorded of, as long as it is among those that the catalog was told of.
 *
 * @throws NotFoundError for an entity that is not known at all
 */
export async function getEntityHistory(
  store: Pick<StaticDataStore, 'changes' | 'snapshot'>,
  query: EntityHistoryQuery,
): Promise<{ entries: EntityHistoryEntry[]; hasMore: boolean }> {
  const page = await store.changes.listOfEntity(query);
  if (page.entries.length === 0 && !(await isKnown(store, query.entityRef))) {
    throw new NotFoundError(
      `No sync has had to do with an entity '${query.entityRef}'`,
    );
  }
  return page;
}

async function isKnown(
  store: Pick<StaticDataStore, 'changes' | 'snapshot'>,
  entityRef: string,
): Promise<boolean> {
  const entities = await store.snapshot.getEntities([entityRef]);
  if (entities.has(entityRef)) {
    return true;
  }
  // The page may be empty for its filter or its cursor only.
  const { entries } = await store.changes.listOfEntity({ entityRef, limit: 1 });
  return entries.length > 0;
}
