import { Entity } from '@backstage/catalog-model';
import { RemovalToHold } from '@internal/plugin-static-data-node';
import { findDependents } from './findDependents';
import { GuardVerdict } from './guardRemovals';

/** What is kept of the removals that are held: why, and who would miss the entities. */
export function toRemovalsToHold(
  held: GuardVerdict['held'],
  entities: Entity[],
): RemovalToHold[] {
  if (held.length === 0) {
    return [];
  }
  const refs = new Set(held.map(({ entityRef }) => entityRef));
  const dependents = findDependents(refs, entities);
  return held.map(({ entityRef, kind, sourceFile, reason }) => ({
    entityRef,
    kind,
    sourceFile,
    reason,
    ...(dependents.get(entityRef) ?? { dependents: [], dependentCount: 0 }),
  }));
}
