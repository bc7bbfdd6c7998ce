import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { tryParseEntityRef } from './SourcedEntity';

/**
 * A reference from one entity to another.
 *
 * @public
 */
export interface EntityReference {
  /** For example `spec.owner`. */
  field: string;
  /** What is referred to: an entity ref in lower case. */
  entityRef: string;
}

/**
 * The fields of the catalog model that refer to other entities, with the kind that is meant
 * where a reference names none. As in the catalog's `BuiltinKindsEntityProcessor`.
 */
const DEFAULT_KINDS = {
  owner: 'Group',
  system: 'System',
  domain: 'Domain',
  subcomponentOf: 'Component',
  subdomainOf: 'Domain',
  providesApis: 'API',
  consumesApis: 'API',
  dependsOn: undefined,
  dependencyOf: undefined,
  parent: 'Group',
  children: 'Group',
  members: 'User',
  memberOf: 'Group',
};

type ReferenceField = keyof typeof DEFAULT_KINDS;

const REFERENCE_FIELDS = Object.keys(DEFAULT_KINDS) as ReferenceField[];

/**
 * The fields of entities that refer to other entities, for example `spec.owner`.
 *
 * @public
 */
export const ENTITY_REFERENCE_FIELDS = REFERENCE_FIELDS.map(
  field => `spec.${field}`,
);

/**
 * The references of an entity to others, in the order owner, system, domain, and so on.
 * What cannot be read is no reference.
 *
 * @param isWanted - filters references by their text, before they are parsed, which is expensive
 * @public
 */
export function listEntityReferences(
  entity: Entity,
  isWanted: (text: string) => boolean = () => true,
): EntityReference[] {
  return REFERENCE_FIELDS.flatMap(field =>
    listReferencesOf(entity, field, isWanted),
  );
}

/** The references of one field. */
export function listReferencesOf(
  entity: Entity,
  field: ReferenceField,
  isWanted: (text: string) => boolean = () => true,
): EntityReference[] {
  const value = entity.spec?.[field];
  const defaultKind = DEFAULT_KINDS[field];
  const defaultNamespace = entity.metadata.namespace;
  return value === undefined
    ? []
    : [value]
        .flat()
        .filter(text => typeof text === 'string')
        .filter(isWanted)
        .flatMap(text => {
          const ref = tryParseEntityRef(text, {
            defaultKind,
            defaultNamespace,
          });
          return ref
            ? [{ field: `spec.${field}`, entityRef: stringifyEntityRef(ref) }]
            : [];
        });
}
