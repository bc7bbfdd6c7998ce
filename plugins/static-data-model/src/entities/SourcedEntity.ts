import {
  CompoundEntityRef,
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';

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

/** Parses an entity ref, where a text is one. */
export function tryParseEntityRef(
  ...args: Parameters<typeof parseEntityRef>
): CompoundEntityRef | undefined {
  try {
    return parseEntityRef(...args);
  } catch {
    return undefined;
  }
}

/** Entity ref in the default namespace. */
export function toEntityRef(kind: string, name: string): string {
  return stringifyEntityRef({ kind, namespace: 'default', name });
}
