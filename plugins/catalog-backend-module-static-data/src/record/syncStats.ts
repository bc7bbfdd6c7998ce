import {
  ApiRelationshipStats,
  SyncKindStats,
  SyncStats,
} from '@internal/plugin-static-data-common';
import { SyncResult } from './types';

/** Counts of a sync that compared the source with the snapshot. */
export function toComparedStats(
  result: Extract<SyncResult, { type: 'compared' }>,
): SyncStats {
  const { diff, verdict } = result;
  const byType: Record<string, SyncKindStats> = {};
  const count = (
    changes: Array<Exclude<keyof SyncKindStats, 'total'>>,
    kinds: string[],
  ) => {
    for (const kind of kinds) {
      byType[kind] ??= emptyKindStats();
      for (const change of changes) {
        byType[kind][change] += 1;
      }
      if (!changes.includes('removed')) {
        byType[kind].total += 1;
      }
    }
  };
  count(['added'], diff.added.map(kindOfEntity));
  count(['updated'], diff.updated.map(kindOfEntity));
  count(['removed'], verdict.allowed.map(kindOfEntry));
  count(['unchanged'], diff.unchanged.map(kindOfEntry));
  count(['unchanged', 'retained'], diff.retained.map(kindOfEntry));
  count(['unchanged', 'held'], verdict.held.map(kindOfEntry));

  const unchanged =
    diff.unchanged.length + diff.retained.length + verdict.held.length;
  return {
    totalEntities: diff.added.length + diff.updated.length + unchanged,
    entitiesAdded: diff.added.length,
    entitiesUpdated: diff.updated.length,
    entitiesRemoved: verdict.allowed.length,
    entitiesUnchanged: unchanged,
    entitiesRetained: diff.retained.length,
    removalsHeld: verdict.held.length,
    byType,
    apiRelationships: result.apiRelationships,
  };
}

/** Counts of a sync that changed nothing, from the number of entities of every kind. */
export function toUnchangedStats(
  entityCounts: Iterable<[kind: string, count: number]>,
  apiRelationships: ApiRelationshipStats,
): SyncStats {
  const byType: Record<string, SyncKindStats> = {};
  let totalEntities = 0;
  for (const [kind, count] of entityCounts) {
    if (count > 0) {
      byType[kind] = { ...emptyKindStats(), unchanged: count, total: count };
      totalEntities += count;
    }
  }
  return {
    totalEntities,
    entitiesAdded: 0,
    entitiesUpdated: 0,
    entitiesRemoved: 0,
    entitiesUnchanged: totalEntities,
    entitiesRetained: 0,
    removalsHeld: 0,
    byType,
    apiRelationships,
  };
}

function emptyKindStats(): SyncKindStats {
  return {
    added: 0,
    updated: 0,
    removed: 0,
    unchanged: 0,
    retained: 0,
    held: 0,
    total: 0,
  };
}

function kindOfEntity({ entity }: { entity: { kind: string } }): string {
  return entity.kind;
}

function kindOfEntry({ kind }: { kind: string }): string {
  return kind;
}
