import { Entity } from '@backstage/catalog-model';
import {
  EntityDifferences,
  SyncChangeType,
} from '@internal/plugin-static-data-common';

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
 * A change to be recorded.
 *
 * @public
 */
export interface ChangeToRecord {
  /** Entity ref in lower case. */
  entityRef: string;
  kind: string;
  change: SyncChangeType;
  sourceFile: string;
  sourceLine?: number;
  /** SHA-256 of the version before, where there was one. */
  previousHash?: string;
  /** The version after; only for what was added or updated. */
  version?: { hash: string; entity: Entity };
  /** Only for updates. */
  differences?: EntityDifferences;
}
