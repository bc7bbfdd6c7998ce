/**
 * One file of the source, held in memory.
 *
 * @public
 */
export interface SourceFile {
  /** Path from the root of the source, with forward slashes. */
  path: string;
  /** Bytes of the file; empty when `tooLarge`. */
  content: Buffer;
  /** Size in bytes. */
  size: number;
  /** Over the limit of one file: `content` is empty, and the file must not be parsed. */
  tooLarge: boolean;
  /** A symbolic link that is not followed: `content` is empty. */
  isLink?: boolean;
}

/**
 * Where something was read: a file of the source and a 1-based line in it.
 *
 * @public
 */
export interface SourceLocation {
  file: string;
  line?: number;
}

/**
 * Something that could not be read, and what is known about it. The entities that come from it
 * keep their last known good version: a bad read never deletes.
 *
 * @public
 */
export interface UnreadableInput {
  file: string;
  /** The entity that the record would have become; undefined means any entity of the file. */
  entityRef?: string;
  /** Without `entityRef`: the kinds of entities that the file can hold. */
  entityKinds?: string[];
  /** Why, in words. */
  reason?: string;
}

/**
 * Limits of a source.
 *
 * @public
 */
export interface SourceLimits {
  /** Bytes of one file. */
  maxFileSize: number;
  maxFiles: number;
}

/**
 * Limits of a source, unless the configuration says otherwise.
 *
 * @public
 */
export const SOURCE_LIMITS: SourceLimits = {
  maxFileSize: 5 * 1024 * 1024,
  maxFiles: 200_000,
};

/**
 * Orders files by code unit, the same on every machine.
 *
 * @public
 */
export function compareByPath(
  a: { path: string },
  b: { path: string },
): number {
  if (a.path === b.path) {
    return 0;
  }
  return a.path < b.path ? -1 : 1;
}
