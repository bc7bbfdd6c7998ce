import { SourcedEntity } from './SourcedEntity';
import { listEntityReferences } from './listEntityReferences';

/** Fields of references to what an entity is a part of. */
const PARENT_FIELDS = ['spec.parent', 'spec.subdomainOf'];

/**
 * Finds entities that are above themselves, over one or more others.
 *
 * @returns the entity refs of each cycle, in their order from below to above
 */
export function findCycles(entities: SourcedEntity[]): string[][] {
  const parents = new Map<string, Set<string>>();
  const addParent = (child: string, parent: string) =>
    parents.set(child, (parents.get(child) ?? new Set()).add(parent));
  for (const { entity, entityRef } of entities) {
    if (entity.kind === 'Group' || entity.kind === 'Domain') {
      for (const reference of listEntityReferences(entity)) {
        if (PARENT_FIELDS.includes(reference.field)) {
          addParent(entityRef, reference.entityRef);
        } else if (reference.field === 'spec.children') {
          addParent(reference.entityRef, entityRef);
        }
      }
    }
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of parents.keys()) {
    // Without recursion: nobody knows how long a chain is.
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack = [{ ref: start, isLeaving: false }];
    while (stack.length > 0) {
      const { ref, isLeaving } = stack.pop()!;
      if (isLeaving) {
        path.pop();
        onPath.delete(ref);
        done.add(ref);
      } else if (onPath.has(ref)) {
        cycles.push(path.slice(path.indexOf(ref)));
      } else if (!done.has(ref)) {
        path.push(ref);
        onPath.add(ref);
        stack.push({ ref, isLeaving: true });
        for (const parent of parents.get(ref) ?? []) {
          stack.push({ ref: parent, isLeaving: false });
        }
      }
    }
  }
  return cycles;
}
