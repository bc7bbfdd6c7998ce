import { Entity } from '@backstage/catalog-model';
import { HeldRemoval } from '@internal/plugin-static-data-common';
import { findDependents } from './findDependents';
import { GuardVerdict } from './guardRemovals';

/**
 * A removal that a sync held back.
 *
 * @public
 */
export type RemovalToHold = Pick<
  HeldRemoval,
  | 'entityRef'
  | 'kind'
  | 'sourceFile'
  | 'reason'
  | 'dependents'
  | 'dependentCount'
>;

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
