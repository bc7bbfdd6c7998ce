import { Entity } from '@backstage/catalog-model';
import { ApiRelationshipStats } from '@internal/plugin-static-data-common';

/**
 * Counts the relations between components and APIs.
 *
 * @public
 */
export function countApiRelationships(
  entities: Iterable<Entity>,
): ApiRelationshipStats {
  const stats: ApiRelationshipStats = {
    componentsWithApis: 0,
    totalProvidesApis: 0,
    totalConsumesApis: 0,
  };
  for (const { kind, spec } of entities) {
    if (kind === 'Component') {
      const provides = lengthOf(spec?.providesApis);
      const consumes = lengthOf(spec?.consumesApis);
      stats.componentsWithApis += provides + consumes > 0 ? 1 : 0;
      stats.totalProvidesApis += provides;
      stats.totalConsumesApis += consumes;
    }
  }
  return stats;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
