import { stringifyEntityRef } from '@backstage/catalog-model';
import { BoundedContextRecord, ParsedSource } from '../parse/types';
import { contractEntityRef, contractName } from './contractName';

/**
 * - `present`: the source has it
 * - `unreadable`: the source has it, or may have it, but it could not be read
 * - `absent`: the source does not have it
 */
export type EntityPresence = 'present' | 'unreadable' | 'absent';

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

/** Finds out which entities the source has, before any of them is made. */
export function findKnownEntities(
  source: ParsedSource,
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
  const unreadable = new Set<string>();
  const unreadableKinds = new Set<string>();
  for (const { entityRef, kinds = [] } of source.unreadable) {
    if (entityRef) {
      unreadable.add(entityRef);
    } else {
      kinds.forEach(kind => unreadableKinds.add(kind));
    }
  }
  return entityRef => {
    if (present.has(entityRef)) {
      return 'present';
    }
    const [kind] = entityRef.split(':');
    return unreadable.has(entityRef) || unreadableKinds.has(kind)
      ? 'unreadable'
      : 'absent';
  };
}
