import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { DependentEntity } from '@internal/plugin-static-data-common';

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
 * The fields of the catalog model that refer to other entities, with the kind that is meant
 * where a reference names none. As in the catalog's `BuiltinKindsEntityProcessor`.
 */
const RELATION_FIELDS: Array<[field: string, defaultKind: string | undefined]> =
  [
    ['owner', 'Group'],
    ['system', 'System'],
    ['domain', 'Domain'],
    ['subcomponentOf', 'Component'],
    ['subdomainOf', 'Domain'],
    ['providesApis', 'API'],
    ['consumesApis', 'API'],
    ['dependsOn', undefined],
    ['dependencyOf', undefined],
    ['parent', 'Group'],
    ['children', 'Group'],
    ['members', 'User'],
    ['memberOf', 'Group'],
  ];

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
  for (const entity of entities) {
    const entityRef = stringifyEntityRef(entity);
    if (heldRefs.has(entityRef)) {
      continue;
    }
    const owner = readRefs(entity, 'owner', 'Group').at(0);
    for (const [heldRef, field] of findReferences(entity, heldRefs)) {
      dependentsOf
        .get(heldRef)!
        .push({ entityRef, field, ...(owner && { owner }) });
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

/** The held entities that an entity refers to, each with the first field that does. */
function findReferences(
  entity: Entity,
  heldRefs: Set<string>,
): Map<string, string> {
  const references = new Map<string, string>();
  for (const [field, defaultKind] of RELATION_FIELDS) {
    for (const ref of readRefs(entity, field, defaultKind)) {
      if (heldRefs.has(ref) && !references.has(ref)) {
        references.set(ref, `spec.${field}`);
      }
    }
  }
  return references;
}

function readRefs(
  entity: Entity,
  field: string,
  defaultKind: string | undefined,
): string[] {
  const defaultNamespace = entity.metadata.namespace;
  return [entity.spec?.[field]].flat().flatMap(value => {
    if (typeof value !== 'string') {
      return [];
    }
    try {
      return stringifyEntityRef(
        parseEntityRef(value, { defaultKind, defaultNamespace }),
      );
    } catch {
      return [];
    }
  });
}

function byEntityRef(a: DependentEntity, b: DependentEntity): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
