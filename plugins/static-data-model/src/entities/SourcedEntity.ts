import { Entity, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * An entity with the place in the source that it comes from.
 *
 * @public
 */
export interface SourcedEntity {
  entity: Entity;
  /** Entity ref in lower case. */
  entityRef: string;
  sourceFile: string;
  /** 1-based line of the record in the file, where known. */
  sourceLine?: number;
}

/** Entity ref in the default namespace. */
export function toEntityRef(kind: string, name: string): string {
  return stringifyEntityRef({ kind, namespace: 'default', name });
}
