import { UrlReaderService } from '@backstage/backend-plugin-api';
import { SyncCommit } from '@internal/plugin-static-data-common';
import {
  ApplicationRepository,
  createPathClassifier,
  SourceFilesConfig,
  SourceLimits,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { GithubSourceConfig } from '@internal/plugin-static-data-node';
import { Redactor } from '../../Redactor';
import {
  assertRef,
  assertRepositoryName,
  browseUrl,
  nameOf,
  treeUrl,
} from '../repositoryAddress';
import { emptySource } from '../sourceFailures';
import {
  BuildFileReadOptions,
  BuildFileReadResult,
  SourceCommits,
  SourceReader,
  SourceReadOptions,
  SourceReadResult,
} from '../SourceReader';
import { GithubCommits } from './GithubCommits';
import { readGithubBuildFile } from './readGithubBuildFile';
import { isRepositoryVisible, readTreeFiles } from './readTree';
import { isNotModified, toGithubFailure } from './toGithubFailure';

const BUILD_FILE_TIMEOUT_MS = 60_000;

export interface GithubSourceReaderOptions {
  source: GithubSourceConfig;
  files: SourceFilesConfig;
  /** Reads the host of the source. */
  reader: UrlReaderService;
  /** Knows the commits of the source. */
  githubCommits: GithubCommits;
  /** Reads application repositories on other hosts. */
  otherHostsReader: UrlReaderService;
  redactor: Redactor;
  limits: SourceLimits;
  /** Time for one build file, so that a host that hangs does not use up the time of the sync. */
  buildFileTimeoutMs?: number;
}

/**
 * Reads a repository on GitHub, and the build files of application repositories, through
 * Backstage's URL readers.
 */
export class GithubSourceReader implements SourceReader {
  readonly #options: Required<GithubSourceReaderOptions>;

  constructor(options: GithubSourceReaderOptions) {
    this.#options = {
      buildFileTimeoutMs: BUILD_FILE_TIMEOUT_MS,
      ...options,
    };
  }

  async read(options: SourceReadOptions): Promise<SourceReadResult> {
    const { source, files: paths, reader, limits } = this.#options;
    const { revision, signal } = options;
    const ref = options.ref ?? source.branch;
    assertRef(ref);
    try {
      const tree = await readTreeFiles({
        reader,
        url: treeUrl(source, ref),
        etag: revision,
        classifyPath: createPathClassifier(paths),
        limits,
        signal,
      });
      if (tree.files.length === 0) {
        throw emptySource(this.#subject(ref));
      }
      return { status: 'read', ...tree };
    } catch (error) {
      if (revision !== undefined && isNotModified(error)) {
        return { status: 'unchanged', revision };
      }
      const failure = this.#explain(error, this.#subject(ref), signal);
      throw error !== failure && failure.finding.code === 'NOT_FOUND'
        ? await this.#explainNotFound(failure, ref, signal)
        : failure;
    }
  }

  async readBuildFile(
    repository: ApplicationRepository,
    options: BuildFileReadOptions,
  ): Promise<BuildFileReadResult> {
    const { source, reader, otherHostsReader, limits, buildFileTimeoutMs } =
      this.#options;
    const { previous, signal } = options;
    const { owner, name, ref } = repository;
    assertRepositoryName(repository);
    if (ref !== undefined) {
      assertRef(ref);
    }
    const host = repository.host?.toLowerCase() ?? source.host;
    try {
      return await readGithubBuildFile(
        { host, owner, name, ref },
        {
          previous,
          reader: host === source.host ? reader : otherHostsReader,
          maxFileSize: limits.maxFileSize,
          signal: AbortSignal.any([
            signal,
            AbortSignal.timeout(buildFileTimeoutMs),
          ]),
        },
      );
    } catch (error) {
      const subject = `the build file of ${nameOf(repository)} on ${host}`;
      throw this.#explain(error, subject, signal, host);
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

  get commits(): SourceCommits {
    return this.#options.githubCommits;
  }

  locationOf(path: string): string {
    const { source } = this.#options;
    return `url:${browseUrl(source, source.branch, path)}`;
  }

  #subject(ref: string): string {
    const { source } = this.#options;
    return `${nameOf(source)} on ${source.host} at ${ref}`;
  }

  #explain(
    error: unknown,
    subject: string,
    signal: AbortSignal,
    host = this.#options.source.host,
  ): SyncFindingError {
    const { source, redactor } = this.#options;
    const hasOwnToken = source.token && host === source.host;
    return toGithubFailure(error, {
      subject,
      signal,
      redactor,
      credentialsKey: hasOwnToken
        ? 'staticData.github.token'
        : 'integrations.github',
    });
  }

  /** Distinguishes a missing branch from a repository that cannot be seen. */
  async #explainNotFound(
    failure: SyncFindingError,
    ref: string,
    signal: AbortSignal,
  ): Promise<SyncFindingError> {
    const { source, reader } = this.#options;
    const isVisible = await isRepositoryVisible(reader, source, signal).catch(
      () => undefined,
    );
    if (isVisible === undefined) {
      return failure;
    }
    const repository = `${nameOf(source)} on ${source.host}`;
    const explanation = isVisible
      ? {
          message: `There is no branch, tag or commit ${ref} in ${repository}`,
          hint:
            ref === source.branch
              ? `Check the spelling of 'staticData.github.branch'.`
              : 'Check the spelling of the branch, tag or commit to preview.',
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
