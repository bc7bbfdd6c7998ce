import { SyncStats } from '../types';

/**
 * Number of entities that a sync added, updated or removed.
 *
 * @public
 */
export function countChangedEntities(stats: SyncStats): number {
  return stats.entitiesAdded + stats.entitiesUpdated + stats.entitiesRemoved;
}
