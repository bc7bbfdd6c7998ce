import { Entity } from '@backstage/catalog-model';
import { SnapshotEntry } from '@internal/plugin-static-data-model';

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
