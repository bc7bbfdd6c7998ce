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
