import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { listReferencesOf } from './listEntityReferences';
import { UNKNOWN_OWNER } from './RecordContext';

/** Stands for nobody. */
const PLACEHOLDER = stringifyEntityRef({
  kind: 'Group',
  name: UNKNOWN_OWNER,
});

/**
 * Whom an entity belongs to: a group to itself, all others to their `spec.owner`.
 *
 * @returns an entity ref in lower case, of a group as a rule; undefined if it has no owner, but the
 * placeholder for one
 * @public
 */
export function findOwner(entity: Entity): string | undefined {
  if (entity.kind === 'Group') {
    return stringifyEntityRef(entity);
  }
  const owner = listReferencesOf(entity, 'owner').at(0)?.entityRef;
  return owner === PLACEHOLDER ? undefined : owner;
}

/**
 * An entity with its owner, and the file that it comes from.
 *
 * @public
 */
export interface OwnedEntity {
  /** Entity ref in lower case. */
  entityRef: string;
  /** See {@link findOwner}. */
  owner?: string;
  sourceFile: string;
}

/**
 * Says of each finding whom it concerns: the owner of the entity that it is about. Of an entity that is not
 * known, or has no owner, and of a finding that is about no entity, it is whoever owns everything that comes
 * from the file. A file of several owners concerns none of them in particular: whoever is told of what
 * others have to do stops reading.
 *
 * @param entities - what the source has, and what it had if that is removed
 * @public
 */
export function assignOwners<Finding extends SyncFinding>(
  findings: Finding[],
  entities: Iterable<OwnedEntity>,
): Finding[] {
  if (findings.length === 0) {
    return findings;
  }
  const ownerByRef = new Map<string, string>();
  const ownersByFile = new Map<string, Set<string>>();
  for (const { entityRef, owner, sourceFile } of entities) {
    if (owner !== undefined) {
      ownerByRef.set(entityRef, owner);
      const owners = ownersByFile.get(sourceFile) ?? new Set();
      ownersByFile.set(sourceFile, owners.add(owner));
    }
  }
  const soleOwnerOf = (file: string) => {
    const owners = [...(ownersByFile.get(file) ?? [])];
    return owners.length === 1 ? owners[0] : undefined;
  };
  return findings.map(finding => {
    const { entity, file } = finding;
    const owner =
      (entity !== undefined ? ownerByRef.get(entity) : undefined) ??
      (file !== undefined ? soleOwnerOf(file) : undefined);
    return owner === undefined ? finding : { ...finding, owner };
  });
}
