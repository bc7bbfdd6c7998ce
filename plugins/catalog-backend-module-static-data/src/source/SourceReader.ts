import { ChangeCommit, SyncCommit } from '@internal/plugin-static-data-common';
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

/** A commit, and the ids of the commits that it was made upon. */
export interface SourceCommit extends ChangeCommit {
  parents: string[];
}

/** What is known of the way from one revision to a later one. */
export interface CommitRange {
  /** All commits that the later revision has and the earlier one has not, by their id. */
  commits: Map<string, SourceCommit>;
  /** Paths of all files that differ; undefined if there are too many. */
  changedFiles: Set<string> | undefined;
}

/** What only a source with commits can tell. A request that fails throws whatever is in its way. */
export interface SourceCommits {
  /**
   * The commits from one revision to another.
   *
   * @returns undefined if one did not simply follow on the other, as after a forced push, or if
   * there are too many commits
   */
  compare(
    from: string,
    to: string,
    signal: AbortSignal,
  ): Promise<CommitRange | undefined>;

  /**
   * Ids of the commits in the history of a revision that touched a file.
   *
   * @returns latest first; the first of them if there are too many, as `isComplete` says
   */
  listTouching(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<{ ids: string[]; isComplete: boolean }>;

  /** A file as it was at a revision; undefined if it was not there. */
  readFileAt(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<SourceFile | undefined>;
}

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

  /** Absent where the source has no commits, or cannot be asked about them. */
  readonly commits?: SourceCommits;

  /** Location ref of a file for `backstage.io/managed-by-location`: `url:` or `file:` and the address. */
  locationOf(path: string): string;
}
