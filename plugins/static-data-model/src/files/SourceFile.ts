import { Problem } from '../findings';

/**
 * One file of the source: what it says, or why that cannot be read.
 *
 * A source is held in memory once, as the texts that entities are made of: nothing keeps the bytes.
 *
 * @public
 */
export type SourceFile = {
  /** Path from the root of the source, with forward slashes. */
  path: string;
} & (
  | {
      /** Empty where only the path counts, as `SourcePathUse` says. */
      text: string;
    }
  | { problem: Problem }
);

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
  /** Bytes of one file: a larger one is not read. */
  maxFileSize: number;
  /** Bytes of all files together, those that are too large left out: their texts are in memory at once. */
  maxTotalSize: number;
  /** Number of files. */
  maxFiles: number;
}

/**
 * Limits of a source, unless the configuration says otherwise.
 *
 * @public
 */
export const SOURCE_LIMITS: SourceLimits = {
  maxFileSize: 5 * 1024 * 1024,
  // The 50,000 entities of the benchmark have 220 MiB.
  maxTotalSize: 256 * 1024 * 1024,
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
