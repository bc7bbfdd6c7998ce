import { Entity } from '@backstage/catalog-model';

/**
 * One entity as it was last applied to the catalog.
 *
 * @public
 */
export interface SnapshotEntry {
  /** Entity ref in lower case, for example `component:default/checkout`. */
  entityRef: string;
  /** For example `Component`. */
  kind: string;
  /** SHA-256 of the entity's canonical JSON. */
  hash: string;
  /** Path in the source of the file that the entity comes from. */
  sourceFile: string;
}

/**
 * The entities that the catalog was last told of: the older side of every diff.
 *
 * @public
 */
export interface SnapshotStore {
  list(): Promise<SnapshotEntry[]>;
  /** Those of some kinds that come after an entity ref, in the order of their refs. */
  listOfKinds(query: {
    kinds: string[];
    limit: number;
    afterEntityRef?: string;
  }): Promise<SnapshotEntry[]>;
  /** The stored entities, by entity ref; refs that are not stored are left out. */
  getEntities(entityRefs: string[]): Promise<Map<string, Entity>>;
  /** Number of entities by kind. */
  countByKind(): Promise<Map<string, number>>;
}
