import {
  repositoryPage,
  repositoryPages,
  SyncCommit,
} from '@internal/plugin-static-data-common';
import {
  createPathClassifier,
  SourceFilesConfig,
  SourceLimits,
  SyncFindingError,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { GithubSourceConfig } from '@internal/plugin-static-data-node';
import { z } from 'zod';
import { Redactor } from '../../Redactor';
import { readTreeFiles } from '../archives/readTree';
import { BranchPage } from '../branches';
import { parseAnswer } from '../HostClient';
import {
  assertRef,
  nameOf,
  RepositoryName,
  toNewName,
} from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import {
  ArchitectureReader,
  SourceCommits,
  SourceReadOptions,
  SourceReadResult,
} from '../SourceReader';
import { toHostFailure } from '../toHostFailure';
import { GithubApi } from './GithubApi';
import { GithubCommits } from './GithubCommits';
import { listGithubBranches } from './listGithubBranches';
import { readNewName } from './readNewName';

/** As GitHub names them: the status of a commit tells which commit it is. */
const RIGHTS = 'contents and commit statuses';

export interface GithubArchitectureReaderOptions {
  source: GithubSourceConfig;
  files: SourceFilesConfig;
  /** Knows the commits of the source. */
  githubCommits: GithubCommits;
  api: GithubApi;
  redactor: Redactor;
  limits: SourceLimits;
}

/** https://docs.github.com/rest/commits/statuses */
const statusSchema = z.object({
  sha: z.string(),
  repository: z.object({ full_name: z.string() }),
});

/** Reads a repository on GitHub. */
export class GithubArchitectureReader implements ArchitectureReader {
  readonly #options: GithubArchitectureReaderOptions;
  /** What GitHub calls the repository, if the last read has told. */
  #fullName: string | undefined;

  constructor(options: GithubArchitectureReaderOptions) {
    this.#options = options;
  }

  async read(options: SourceReadOptions): Promise<SourceReadResult> {
    const { source, api } = this.#options;
    const { revision, signal } = options;
    const ref = options.ref ?? source.branch;
    assertRef(ref);
    this.#fullName = undefined;
    try {
      return await api.rateLimitOf(source).run(options, async () => {
        const commit = await this.#resolve(ref, signal);
        return commit === revision
          ? { status: 'unchanged', revision }
          : this.#readTree(ref, commit, signal);
      });
    } catch (error) {
      const failure = this.#explain(error, this.#subject(ref), signal);
      throw error !== failure && failure.finding.code === 'NOT_FOUND'
        ? await this.#explainNotFound(failure, ref, signal)
        : failure;
    }
  }

  async readCommit(
    revision: string,
    signal: AbortSignal,
  ): Promise<SyncCommit | undefined> {
    const { source, githubCommits } = this.#options;
    try {
      return await githubCommits.read(revision, signal);
    } catch (error) {
      const subject = `commit ${revision} of ${nameOf(source)} on ${
        source.host
      }`;
      throw this.#explain(error, subject, signal);
    }
  }

  async readNewName(signal: AbortSignal): Promise<RepositoryName | undefined> {
    const { source, api } = this.#options;
    return this.#fullName === undefined
      ? readNewName(api, source, signal)
      : toNewName(source, this.#fullName);
  }

  async listBranches(
    search: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchPage> {
    const { source, api } = this.#options;
    try {
      api.rateLimitOf(source).checkReserved();
      return await untilAborted(signal, () =>
        listGithubBranches(api, source, search, signal),
      );
    } catch (error) {
      const subject = `the branches of ${nameOf(source)} on ${source.host}`;
      throw this.#explain(error, subject, signal);
    }
  }

  get commits(): SourceCommits {
    return this.#options.githubCommits;
  }

  locationOf(path: string): string {
    const { source } = this.#options;
    const pages = repositoryPages('github', repositoryPage('github', source));
    return `url:${pages.file({ branch: source.branch }, path)}`;
  }

  /**
   * The commit that a branch, tag or commit leads to. Of all that can tell it, the status tells what GitHub
   * calls the repository as well.
   */
  async #resolve(ref: string, signal: AbortSignal): Promise<string> {
    const { source, api } = this.#options;
    const answer = await api.get(source, `commits/${ref}/status`, {
      query: { per_page: '0' },
      signal,
    });
    const { data, error } = statusSchema.safeParse(parseAnswer(answer));
    if (!data) {
      throw badAnswer(
        `${source.host} answered something else than was asked for`,
        error,
      );
    }
    this.#fullName = data.repository.full_name;
    return data.sha;
  }

  async #readTree(
    ref: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<SourceReadResult> {
    const { source, files: paths, api, limits } = this.#options;
    const files = await readTreeFiles({
      open: openSignal => api.openArchive(source, commit, openSignal),
      commit,
      subject: this.#subject(ref),
      classifyPath: createPathClassifier(paths),
      limits,
      signal,
    });
    return { status: 'read', revision: commit, files };
  }

  #subject(ref: string): string {
    const { source } = this.#options;
    return `${nameOf(source)} on ${source.host} at ${ref}`;
  }

  #explain(
    error: unknown,
    subject: string,
    signal: AbortSignal,
  ): SyncFindingError {
    const { source, redactor } = this.#options;
    return toHostFailure(error, {
      subject,
      signal,
      redactor,
      credentialsKey: toCredentialsKey(source),
      rights: RIGHTS,
    });
  }

  /**
   * Distinguishes a missing branch from a repository that cannot be seen, and from a commit that has
   * gone before its archive was asked for, as after a forced push.
   */
  async #explainNotFound(
    failure: SyncFindingError,
    ref: string,
    signal: AbortSignal,
  ): Promise<SyncFindingError> {
    const { source, api } = this.#options;
    let isVisible;
    try {
      if (await api.has(source, `commits/${ref}/status`, signal)) {
        return badAnswer(
          `${this.#subject(ref)} changed while it was being read`,
          failure,
        );
      }
      isVisible = await api.has(source, '', signal);
    } catch {
      return failure;
    }
    const repository = `${nameOf(source)} on ${source.host}`;
    const explanation = isVisible
      ? {
          message: `There is no branch, tag or commit ${ref} in ${repository}`,
          hint:
            ref === source.branch
              ? `Check the spelling of 'branch' in the configuration of the source.`
              : 'Check the spelling of the branch, tag or commit.',
        }
      : {
          message: `Repository ${repository} does not exist, or the credentials may not see it`,
        };
    return new SyncFindingError(
      { ...failure.finding, ...explanation },
      failure.cause,
    );
  }
}

/** Where the credentials for the host of the source are configured: below the source, or at the top. */
export function toCredentialsKey({
  token,
}: Pick<GithubSourceConfig, 'token'>): string {
  return token ? 'github.token' : 'integrations.github';
}
