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
 */
export function findKnownEntities(
  source: ParsedSource,
  heldRefs: Set<string>,
): (entityRef: string) => EntityPresence {
  const present = new Set<string>([
    ...source.applications.map(({ id }) => toEntityRef('Component', id)),
    ...source.squads.map(({ id }) => toEntityRef('Group', id)),
    ...source.boundedContexts.map(record =>
      toEntityRef(kindOfBoundedContext(record), record.id),
    ),
    ...source.domains.map(({ id }) => toEntityRef('Domain', id)),
    ...source.contracts.map(({ boundedContextId, api, version }) =>
      contractEntityRef(contractName(boundedContextId, api, version)),
    ),
  ]);
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
