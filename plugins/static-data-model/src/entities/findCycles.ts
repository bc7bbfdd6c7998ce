import { SourcedEntity } from './SourcedEntity';
import { listEntityReferences } from './listEntityReferences';

/** Fields of references to what an entity is a part of. */
const PARENT_FIELDS = ['spec.parent', 'spec.subdomainOf'];

/** A person mends them one by one; further ones are found once these are mended. */
const MAX_CYCLES = 100;

/**
 * Finds entities that are above themselves, over one or more others. Of cycles that share entities
 * it does not find all: there may be more of them than there are entities.
 *
 * @param yieldWhenDue - awaited in every pass
 * @returns the entity refs of at most 100 cycles, each in the order from below to above
 */
export async function findCycles(
  entities: SourcedEntity[],
  yieldWhenDue: () => Promise<void>,
): Promise<string[][]> {
  const parents = new Map<string, Set<string>>();
  const addParent = (child: string, parent: string) => {
    const ofChild = parents.get(child) ?? new Set();
    parents.set(child, ofChild.add(parent));
  };
  for (const { entity, entityRef } of entities) {
    await yieldWhenDue();
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
  const inCycles = new Set<string>();
  const done = new Set<string>();
  for (const start of parents.keys()) {
    // Without recursion: nobody knows how long a chain is.
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack = [{ ref: start, isLeaving: false }];
    while (stack.length > 0) {
      await yieldWhenDue();
      const { ref, isLeaving } = stack.pop()!;
      if (isLeaving) {
        path.pop();
        onPath.delete(ref);
        done.add(ref);
      } else if (onPath.has(ref)) {
        // A cycle may be as long as the path, and every entity of it may close others.
        if (!inCycles.has(ref) && !inCycles.has(path.at(-1)!)) {
          const cycle = path.slice(path.indexOf(ref));
          cycle.forEach(each => inCycles.add(each));
          cycles.push(cycle);
          if (cycles.length === MAX_CYCLES) {
            return cycles;
          }
        }
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
