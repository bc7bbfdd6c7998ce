import {
  ChangeCommit,
  SyncCommit,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import {
  RepositoryAddress,
  RepositoryHost,
  SourceFile,
} from '@internal/plugin-static-data-model';
import { BranchPage } from './branches';
import { PullRequestHost } from './PullRequestHost';
import { RepositoryName } from './repositoryUrls';

/** The time that a read may take. */
export interface ReadTime {
  signal: AbortSignal;
  /**
   * Until when the read may wait for a host that limits requests, in milliseconds since the epoch.
   * Without it, the read does not wait.
   */
  waitUntil?: number;
  /** Called whenever the read begins to wait. */
  onWait?: (host: string, until: Date) => void;
}

export interface SourceReadOptions extends ReadTime {
  /** The revision that was read before. */
  revision?: string;
  /** Branch, tag or commit in place of the configured one. */
  ref?: string;
}

export type SourceReadResult =
  | { status: 'unchanged'; revision: string }
  | { status: 'read'; revision: string; files: SourceFile[] };

export interface BuildFilesReadOptions extends ReadTime {
  /** The version of what was read before. */
  previous?: string;
  /** Whether there were build files before. */
  hadFiles?: boolean;
  /** Bytes of all build files together, where fewer are allowed than by the limit of a build. */
  maxTotalSize?: number;
}

/** What a host has to know of the source as well. */
export interface HostBuildFilesReadOptions extends BuildFilesReadOptions {
  /** Whether the source may name a repository on the host. */
  isAllowed: (repository: RepositoryName) => boolean;
}

/** What a read of build files gave. A read that fails throws. */
export type BuildFilesReadResult = {
  /** What the host calls the repository, if that is not what the address does, and the host tells. */
  renamedTo?: RepositoryName;
} & (
  | {
      /** No build file is another than before. */
      status: 'unchanged';
      /** To ask with next time, if it is not that of before. */
      version?: string;
    }
  | {
      status: 'read';
      /** Build files, with their paths in the repository; none if there are none. */
      files: { path: string; content: string }[];
      /** What is wrong in what leads to them. */
      findings: SyncFinding[];
      version?: string;
    }
);

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

  /** A file as it was at a revision; undefined if it was not there, or is too large to be read. */
  readFileAt(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<SourceFile | undefined>;
}

/**
 * Reads the architecture repository.
 *
 * Every failure is thrown as a `SyncFindingError` whose finding says what happened.
 */
export interface ArchitectureReader {
  /** Reads all files that a sync can use, unless `revision` is still the current one. */
  read(options: SourceReadOptions): Promise<SourceReadResult>;

  /** Who made a revision that was read, and why; undefined where the source has no commits. */
  readCommit(
    revision: string,
    signal: AbortSignal,
  ): Promise<SyncCommit | undefined>;

  /**
   * What the host calls the repository, if that is not what is configured, and the host tells. Absent
   * where there is no host, or it does not tell.
   */
  readNewName?(signal: AbortSignal): Promise<RepositoryName | undefined>;

  /** Absent where the source has no commits, or cannot be asked about them. */
  readonly commits?: SourceCommits;

  /**
   * Lists branches, those of one page at most, unless little of what the host allows is left. Absent where the source
   * has none.
   *
   * @param search - text that their names contain, in any case where the host looks for it so
   */
  listBranches?(
    search: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchPage>;

  /** Location ref of a file for `backstage.io/managed-by-location`: `url:` or `file:` and the address. */
  locationOf(path: string): string;
}

/**
 * Reads the build files of application repositories.
 *
 * Every failure is thrown as a `SyncFindingError` whose finding says what happened.
 */
export interface BuildFilesReader {
  /**
   * Reads the build file of a folder of an application's repository, and those of the projects that
   * its settings include.
   */
  readBuildFiles(
    address: RepositoryAddress,
    options: BuildFilesReadOptions,
  ): Promise<BuildFilesReadResult>;
}

/** The same on one host, which any source may use. */
export interface HostBuildFilesReader {
  readBuildFiles(
    address: RepositoryAddress,
    options: HostBuildFilesReadOptions,
  ): Promise<BuildFilesReadResult>;
}

/**
 * Reads a source: all files of the architecture repository, and the build files of the application
 * repositories.
 */
export interface SourceReader extends ArchitectureReader, BuildFilesReader {
  /** The hosts that addresses of repositories can name. */
  readonly hosts: RepositoryHost[];

  /**
   * The same reader, for when the host calls the repository by another name than is configured: the owner
   * that it has by that name counts as the owner of the source as well. Absent where there is no host.
   *
   * @param renamedTo - `owner/name`
   */
  withNewName?(renamedTo: string): SourceReader;

  /** Absent where the host has no pull requests, or they are not supported there. */
  readonly pullRequests?: PullRequestHost;

  /** How many repositories are best asked for together; without it, few. */
  readonly repositoriesPerRequest?: number;
}
