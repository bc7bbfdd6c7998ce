import { stringifyEntityRef } from '@backstage/catalog-model';
import { BoundedContextRecord, ParsedSource } from '../parse/types';
import { contractEntityRef, contractName } from './contractName';

/**
 * - `present`: the source has it
 * - `kept`: it stays in the catalog: the source has it, or may have it, but it could not be read,
 *   or its removal is held
 * - `absent`: the source does not have it
 */
export type EntityPresence = 'present' | 'kept' | 'absent';

/** Entity ref in the default namespace. */
export function toEntityRef(kind: string, name: string): string {
  return stringifyEntityRef({ kind, namespace: 'default', name });
}

/** Kind of the entity that a bounded context becomes. */
export function kindOfBoundedContext(
  record: BoundedContextRecord,
): 'System' | 'Domain' {
  return record.type === 'domain' ? 'Domain' : 'System';
}

/**
 * Finds out which entities the source has, before any of them is made.
 *
 * @param heldRefs - entities whose removal is held
 * @param breathe - is called for every entity, as a source can have many
 */
export async function findKnownEntities(
  source: ParsedSource,
  heldRefs: Set<string>,
  breathe: () => Promise<void>,
): Promise<(entityRef: string) => EntityPresence> {
  const present = new Set<string>();
  for (const entityRef of entityRefsOf(source)) {
    await breathe();
    present.add(entityRef);
  }
  const kept = new Set<string>(heldRefs);
  const unreadableKinds = new Set<string>();
  for (const { entityRef, kinds = [] } of source.unreadable) {
    if (entityRef) {
      kept.add(entityRef);
    } else {
      kinds.forEach(kind => unreadableKinds.add(kind));
    }
  }
  return entityRef => {
    if (present.has(entityRef)) {
      return 'present';
    }
    const [kind] = entityRef.split(':');
    return kept.has(entityRef) || unreadableKinds.has(kind) ? 'kept' : 'absent';
  };
}

function* entityRefsOf(source: ParsedSource): Generator<string> {
  for (const { id } of source.applications) {
    yield toEntityRef('Component', id);
  }
  for (const { id } of source.squads) {
    yield toEntityRef('Group', id);
  }
  for (const record of source.boundedContexts) {
    yield toEntityRef(kindOfBoundedContext(record), record.id);
  }
  for (const { id } of source.domains) {
    yield toEntityRef('Domain', id);
  }
  for (const { boundedContextId, api, version } of source.contracts) {
    yield contractEntityRef(contractName(boundedContextId, api, version));
  }
}
