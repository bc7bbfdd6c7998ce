/**
 * The phase of a sync in which something went wrong.
 *
 * @public
 */
export type SyncPhase = 'FETCH' | 'PARSE' | 'TRANSFORM' | 'CATALOG_APPLY';

/**
 * What kind of thing went wrong. Codes are stable: scripts may rely on them.
 *
 * - `AUTH`, `RATE_LIMIT`, `NETWORK`, `NOT_FOUND`: the source could not be read
 * - `EMPTY_SOURCE`: the source was read and holds nothing to synchronise
 * - `TOO_LARGE`: a file or the source is over its limit
 * - `SYNTAX`: a file does not parse
 * - `SCHEMA`: a file parses, but a record in it is not what was expected
 * - `DUPLICATE`: two records claim the same entity
 * - `UNKNOWN_REFERENCE`: a record names something that the source does not have
 * - `MISSING_OWNER`, `MISSING_BUILD_FILE`: something optional but expected is absent
 * - `REMOVALS_HELD`: the removal guard held removals back
 * - `CATALOG`: the catalog refused what was sent to it
 * - `STORE`: the plugin's own database failed
 * - `TIMEOUT`, `INTERRUPTED`: the sync was ended before it was done
 * - `INTERNAL`: a defect of this plugin
 *
 * @public
 */
export type SyncFindingCode =
  | 'AUTH'
  | 'RATE_LIMIT'
  | 'NETWORK'
  | 'NOT_FOUND'
  | 'EMPTY_SOURCE'
  | 'TOO_LARGE'
  | 'SYNTAX'
  | 'SCHEMA'
  | 'DUPLICATE'
  | 'UNKNOWN_REFERENCE'
  | 'MISSING_OWNER'
  | 'MISSING_BUILD_FILE'
  | 'REMOVALS_HELD'
  | 'CATALOG'
  | 'STORE'
  | 'TIMEOUT'
  | 'INTERRUPTED'
  | 'INTERNAL';

/**
 * Something that a sync has to say about its input or about itself.
 *
 * @public
 */
export interface SyncFinding {
  /** An error kept something out of the catalog, a warning did not. */
  severity: 'error' | 'warning';
  phase: SyncPhase;
  code: SyncFindingCode;
  /** One sentence that says what is wrong. */
  message: string;
  /** What a person can do about it. */
  hint: string;
  /** Path of the file in the source, or of the build file in its repository. */
  file?: string;
  /** 1-based line in the file, where the parser gives one. */
  line?: number;
  /** The entity concerned, as an entity ref. */
  entity?: string;
  /** Stack of an unexpected exception. */
  stackTrace?: string;
}
