import { SyncCommit } from '@internal/plugin-static-data-common';
import { HostedSourceConfig } from '@internal/plugin-static-data-node';
import { BranchPage } from '../branches';
import { PullRequestHost } from '../PullRequestHost';
import { RateLimit } from '../RateLimit';
import { RepositoryName } from '../repositoryUrls';

/** A commit, and who made it, when, and why. */
export interface HostCommit {
  id: string;
  made: SyncCommit;
  /** Ids of the commits that it was made upon, where the host tells them with it. */
  parents: string[];
}

/** Commits in the history of one. */
export interface CommitQuery {
  until: string;
  /** Without those that are in the history of this one. */
  since?: string;
  /** Only those that touched this file. */
  path?: string;
  limit: number;
}

/** A file or a symbolic link in a folder. */
export interface HostFile {
  /** Changes with the content. */
  id: string;
  isLink: boolean;
}

/**
 * What is asked of a kind of host. The requests are sent with the credentials of the integration.
 *
 * What a host does not find is undefined. All else that fails is thrown as by `HostClient.send`.
 */
export interface HostAdapter {
  readonly type: HostedSourceConfig['type'];
  readonly host: string;

  /** The limits of the credentials for a repository. */
  rateLimitOf(repository: RepositoryName): RateLimit;

  /** Opens the archive of a repository at a commit, as `unpackArchive` takes it. */
  openArchive(
    repository: RepositoryName,
    commit: string,
    signal: AbortSignal,
  ): Promise<NodeJS.ReadableStream>;

  /** Looks whether a repository is there, and has commits. */
  look(
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<{ isEmpty: boolean } | undefined>;

  /**
   * What the host calls a repository, `owner/name`, which may be asked for by a name that it had
   * before.
   */
  readFullName(
    repository: RepositoryName,
    signal: AbortSignal,
  ): Promise<string | undefined>;

  /**
   * @param ref - a branch, tag or commit; undefined means the default branch
   * @param onRedirect - called if the host leads to another address, as from a name that the repository had
   * before; not every host does
   */
  resolve(
    repository: RepositoryName,
    ref: string | undefined,
    signal: AbortSignal,
    onRedirect?: () => void,
  ): Promise<HostCommit | undefined>;

  /**
   * Lists branches, those of one page at most.
   *
   * @param search - text that their names contain
   */
  listBranches(
    repository: RepositoryName,
    search: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchPage | undefined>;

  /** The files in a folder at a commit, by their names; the root is the empty path. */
  list(
    repository: RepositoryName,
    place: { commit: string; folder: string },
    signal: AbortSignal,
  ): Promise<Map<string, HostFile> | undefined>;

  /**
   * The content of a file at a commit; of a symbolic link, its target.
   *
   * @throws AnswerTooLargeError
   */
  read(
    repository: RepositoryName,
    place: { commit: string; path: string; maxSize: number },
    signal: AbortSignal,
  ): Promise<Buffer | undefined>;

  /** What can be asked and told about pull requests; absent where that is not supported. */
  pullRequestsOf?(repository: RepositoryName): PullRequestHost;

  /** Lists commits, latest first; absent where the host cannot. */
  listCommits?(
    repository: RepositoryName,
    query: CommitQuery,
    signal: AbortSignal,
  ): Promise<HostCommit[] | undefined>;
}
