import { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { SyncCommit } from '@internal/plugin-static-data-common';
import {
  createPathClassifier,
  RepositoryAddress,
  RepositoryHost,
  SourceFilesConfig,
  SourceLimits,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { GithubSourceConfig } from '@internal/plugin-static-data-node';
import { Redactor } from '../../Redactor';
import { assertRef, browseUrl, nameOf, treeUrl } from '../repositoryUrls';
import { badAnswer, emptySource } from '../sourceFailures';
import {
  BuildFilesReadOptions,
  BuildFilesReadResult,
  ReadTime,
  SourceCommits,
  SourceReader,
  SourceReadOptions,
  SourceReadResult,
} from '../SourceReader';
import { GithubCommits } from './GithubCommits';
import { OBJECTS_PER_REQUEST } from './GithubObjects';
import {
  GithubHost,
  missingRepository,
  readGithubBuildFiles,
} from './readGithubBuildFiles';
import { readTreeFiles } from './readTree';
import { RateLimitedError } from './RateLimit';
import {
  isForbidden,
  isNotModified,
  isRefused,
  toGithubFailure,
} from './toGithubFailure';

const BUILD_FILE_TIMEOUT_MS = 60_000;

export interface GithubSourceReaderOptions {
  source: GithubSourceConfig;
  files: SourceFilesConfig;
  /** Reads the host of the source. */
  reader: UrlReaderService;
  /** Knows the commits of the source. */
  githubCommits: GithubCommits;
  hosts: RepositoryHost[];
  /** What to ask about the repositories on a host, by its name. */
  hostApis: Map<string, GithubHost>;
  redactor: Redactor;
  limits: SourceLimits;
  /** Time for the build files of one repository, so that a host that hangs does not use up the time of the sync. */
  buildFileTimeoutMs?: number;
}

/**
 * Reads a repository on GitHub through Backstage's URL readers, and the build files of application
 * repositories through GitHub's API.
 */
export class GithubSourceReader implements SourceReader {
  readonly #options: Required<GithubSourceReaderOptions>;

  readonly repositoriesPerRequest = OBJECTS_PER_REQUEST;

  get hosts(): RepositoryHost[] {
    return this.#options.hosts;
  }

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
      const tree = await this.#obeyLimit(ref, options, () =>
        readTreeFiles({
          reader,
          url: treeUrl(source, ref),
          etag: revision,
          classifyPath: createPathClassifier(paths),
          limits,
          signal,
        }),
      );
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

  async readBuildFiles(
    address: RepositoryAddress,
    options: BuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const { source, hostApis, buildFileTimeoutMs } = this.#options;
    const { signal } = options;
    const { host = source.host } = address;
    const subject = `the build files of ${nameOf(address)} on ${host}`;
    try {
      const hostApi = hostApis.get(host);
      if (!hostApi) {
        throw new NotAllowedError(`No integration for ${host}`);
      }
      return await hostApi.api.rateLimit.run(options, () =>
        readGithubBuildFiles(hostApi, address, {
          ...options,
          signal: AbortSignal.any([
            signal,
            AbortSignal.timeout(buildFileTimeoutMs),
          ]),
        }),
      );
    } catch (error) {
      throw isForbidden(error)
        ? missingRepository(`${nameOf(address)} on ${host}`)
        : this.#explain(error, subject, signal, host);
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

  /**
   * Reads the source when the host takes requests. The reader does not tell a limit from a missing
   * right, so the API is asked.
   */
  async #obeyLimit<T>(
    ref: string,
    time: ReadTime,
    read: () => Promise<T>,
  ): Promise<T> {
    const { source, hostApis } = this.#options;
    const { api } = hostApis.get(source.host)!;
    return api.rateLimit.run(time, async () => {
      try {
        return await read();
      } catch (error) {
        const answer =
          isRefused(error) &&
          (await api
            .has(source, `commits/${ref}/status`, time.signal)
            .catch((reason: unknown) => reason));
        throw answer instanceof RateLimitedError ? answer : error;
      }
    });
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

  /**
   * Distinguishes a missing branch from a repository that cannot be seen, and from a commit that has
   * gone before its archive was asked for, as after a forced push.
   */
  async #explainNotFound(
    failure: SyncFindingError,
    ref: string,
    signal: AbortSignal,
  ): Promise<SyncFindingError> {
    const { source, hostApis } = this.#options;
    const { api } = hostApis.get(source.host)!;
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
