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
  const heldNames = new Set([...heldRefs].map(toName));
  const mayBeHeld = (ref: string) => heldNames.has(toName(ref));
  for (const entity of entities) {
    const entityRef = stringifyEntityRef(entity);
    if (heldRefs.has(entityRef)) {
      continue;
    }
    for (const [field, defaultKind] of RELATION_FIELDS) {
      for (const text of readTexts(entity, field).filter(mayBeHeld)) {
        const heldRef = toEntityRef(text, entity, defaultKind);
        const dependents = heldRef && dependentsOf.get(heldRef);
        if (dependents && dependents.at(-1)?.entityRef !== entityRef) {
          dependents.push({
            entityRef,
            field: `spec.${field}`,
            ...findOwner(entity),
          });
        }
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
  const [text = ''] = readTexts(entity, 'owner');
  const owner = toEntityRef(text, entity, 'Group');
  return owner ? { owner } : {};
}

function readTexts(entity: Entity, field: string): string[] {
  return [entity.spec?.[field]]
    .flat()
    .filter(value => typeof value === 'string');
}

/** The entity that a reference means, if it can be read. */
function toEntityRef(
  text: string,
  entity: Entity,
  defaultKind: string | undefined,
): string | undefined {
  const defaultNamespace = entity.metadata.namespace;
  try {
    return stringifyEntityRef(
      parseEntityRef(text, { defaultKind, defaultNamespace }),
    );
  } catch {
    return undefined;
  }
}

function byEntityRef(a: DependentEntity, b: DependentEntity): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
