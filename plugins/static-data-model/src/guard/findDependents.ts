import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { DependentEntity } from '@internal/plugin-static-data-common';
import { listEntityReferences } from '../entities/listEntityReferences';

/** The entities that refer to an entity. */
export interface Dependents {
  /** The first of them, in the order of their entity refs. */
  dependents: DependentEntity[];
  /** Number of all of them. */
  dependentCount: number;
}

/** As many as anybody looks through before deciding about a removal. */
const MAX_DEPENDENTS = 100;

/**
 * Finds who would lose something with each of the held entities: the entities that refer to it.
 *
 * An entity that refers to it in several fields counts once, with the first of them in the order
 * owner, system, domain, and so on. Entities that are held themselves do not count: they would
 * go together. References that cannot be read are no references.
 *
 * @param heldRefs - entity refs in lower case
 * @returns an entry for every held ref
 */
export function findDependents(
  heldRefs: Set<string>,
  entities: Entity[],
): Map<string, Dependents> {
  const dependentsOf = new Map<string, DependentEntity[]>(
    [...heldRefs].map(heldRef => [heldRef, []]),
  );
  const heldNames = new Set([...heldRefs].map(toName));
  const mayBeHeld = (ref: string) => heldNames.has(toName(ref));
  for (const entity of entities) {
    const entityRef = stringifyEntityRef(entity);
    if (heldRefs.has(entityRef)) {
      continue;
    }
    for (const reference of listEntityReferences(entity, mayBeHeld)) {
      const dependents = dependentsOf.get(reference.entityRef);
      if (dependents && dependents.at(-1)?.entityRef !== entityRef) {
        dependents.push({
          entityRef,
          field: reference.field,
          ...findOwner(entity),
        });
      }
    }
  }
  return new Map(
    [...dependentsOf].map(([heldRef, dependents]) => [
      heldRef,
      {
        dependents: dependents.sort(byEntityRef).slice(0, MAX_DEPENDENTS),
        dependentCount: dependents.length,
      },
    ]),
  );
}

/** The name in a reference. Cheap: most references are to nothing that is held. */
function toName(ref: string): string {
  const separator = Math.max(ref.lastIndexOf(':'), ref.lastIndexOf('/'));
  return ref.slice(separator + 1).toLowerCase();
}

function findOwner(entity: Entity): Pick<DependentEntity, 'owner'> {
  const owner = listEntityReferences(entity).find(
    ({ field }) => field === 'spec.owner',
  );
  return owner ? { owner: owner.entityRef } : {};
}

function byEntityRef(a: DependentEntity, b: DependentEntity): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
