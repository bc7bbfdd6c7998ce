import { SyncCommit } from '@internal/plugin-static-data-common';
import {
  ApplicationRepository,
  SourceFile,
} from '@internal/plugin-static-data-model';

export interface SourceReadOptions {
  /** The revision that was read before. */
  revision?: string;
  /** Branch, tag or commit in place of the configured one. */
  ref?: string;
  signal: AbortSignal;
}

export type SourceReadResult =
  | { status: 'unchanged'; revision: string }
  | { status: 'read'; revision: string; files: SourceFile[] };

export interface BuildFileReadOptions {
  /** The file that was read before; it is asked for first, with its etag. */
  previous?: { path: string; etag?: string };
  signal: AbortSignal;
}

/** What a read of a build file gave. A read that fails otherwise throws. */
export type BuildFileReadResult =
  | { status: 'missing' }
  | { status: 'unchanged'; etag: string }
  | { status: 'found'; path: string; content: string; etag?: string };

/**
 * Reads a source: all files of the architecture repository, and the build files of the application
 * repositories.
 *
 * Every failure is thrown as a `SyncFindingError` whose finding says what happened.
 */
export interface SourceReader {
  /** Reads all files that a sync can use, unless `revision` is still the current one. */
  read(options: SourceReadOptions): Promise<SourceReadResult>;

  /** Reads `build.gradle.kts` or `build.gradle` at the root of an application's repository. */
  readBuildFile(
    repository: ApplicationRepository,
    options: BuildFileReadOptions,
  ): Promise<BuildFileReadResult>;

  /** Who made a revision that was read, and why; undefined where the source has no commits. */
  readCommit(
    revision: string,
    signal: AbortSignal,
  ): Promise<SyncCommit | undefined>;

  /** Location ref of a file for `backstage.io/managed-by-location`: `url:` or `file:` and the address. */
  locationOf(path: string): string;
}
