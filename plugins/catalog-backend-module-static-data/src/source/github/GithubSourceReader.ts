import { LoggerService, UrlReaderService } from '@backstage/backend-plugin-api';
import { listFirst, SyncCommit } from '@internal/plugin-static-data-common';
import {
  ApplicationRepository,
  createPathClassifier,
  SOURCE_LIMITS,
  SourceFile,
  SourceFilesConfig,
  SyncStepError,
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
  BuildFileReadResult,
  SourceReader,
  SourceReadResult,
} from '../SourceReader';
import { GithubBuildFileReader } from './GithubBuildFileReader';
import { GithubCommitReader } from './GithubCommitReader';
import { isRepositoryVisible, readTreeFiles } from './readTree';
import {
  GithubFailureContext,
  isNotModified,
  toGithubFailure,
} from './toGithubFailure';

const BUILD_FILE_TIMEOUT_MS = 60_000;
const MAX_LISTED_FILES = 10;

/**
 * Options of {@link GithubSourceReader}.
 */
export interface GithubSourceReaderOptions {
  source: GithubSourceConfig;
  files: SourceFilesConfig;
  logger: LoggerService;
  /** Reads the host of the source. */
  reader: UrlReaderService;
  commitReader: Pick<GithubCommitReader, 'read'>;
  /** Reads application repositories on other hosts. */
  otherHostsReader: UrlReaderService;
  redactor: Redactor;
  limits?: typeof SOURCE_LIMITS;
  /** Time for one build file, so that a host that hangs does not use up the time of the sync. */
  buildFileTimeoutMs?: number;
}

/**
 * Reads a repository on GitHub, and the build files of application
 * repositories, through Backstage's URL readers.
 */
export class GithubSourceReader implements SourceReader {
  readonly #options: Required<GithubSourceReaderOptions>;

  constructor(options: GithubSourceReaderOptions) {
    this.#options = {
      limits: SOURCE_LIMITS,
      buildFileTimeoutMs: BUILD_FILE_TIMEOUT_MS,
      ...options,
    };
  }

  async read(options: {
    revision?: string;
    ref?: string;
    signal: AbortSignal;
  }): Promise<SourceReadResult> {
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
      this.#reportEmptyFiles(tree.files);
      return { status: 'read', ...tree };
    } catch (error) {
      if (revision !== undefined && isNotModified(error)) {
        return { status: 'unchanged', revision };
      }
      const context = this.#failureContext(this.#subject(ref), signal);
      const failure = toGithubFailure(error, context);
      throw error !== failure && failure.finding.code === 'NOT_FOUND'
        ? await this.#explainNotFound(failure, ref, signal)
        : failure;
    }
  }

  async readBuildFile(
    repository: ApplicationRepository,
    options: {
      previous?: { path: string; etag?: string };
      signal: AbortSignal;
    },
  ): Promise<BuildFileReadResult> {
    const { source, reader, otherHostsReader } = this.#options;
    const { previous, signal } = options;
    const { owner, name, ref } = repository;
    assertRepositoryName(repository);
    if (ref !== undefined) {
      assertRef(ref);
    }
    const host = repository.host?.toLowerCase() ?? source.host;
    const isOtherHost = host !== source.host;
    const buildFiles = new GithubBuildFileReader(
      isOtherHost ? otherHostsReader : reader,
      this.#options.limits,
    );
    try {
      return await buildFiles.read(
        { host, owner, name, ref },
        {
          previous,
          signal: AbortSignal.any([
            signal,
            AbortSignal.timeout(this.#options.buildFileTimeoutMs),
          ]),
        },
      );
    } catch (error) {
      const context = this.#failureContext(
        `the build file of ${nameOf(repository)} on ${host}`,
        signal,
      );
      throw toGithubFailure(
        error,
        isOtherHost
          ? { ...context, credentialsKey: 'integrations.github' }
          : context,
      );
    }
  }

  async readCommit(revision: string, signal: AbortSignal): Promise<SyncCommit> {
    const { source, commitReader } = this.#options;
    try {
      return await commitReader.read(source, revision, signal);
    } catch (error) {
      throw toGithubFailure(
        error,
        this.#failureContext(
          `commit ${revision} of ${nameOf(source)} on ${source.host}`,
          signal,
        ),
      );
    }
  }

  locationOf(path: string): string {
    const { source } = this.#options;
    return `url:${browseUrl(source, source.branch, path)}`;
  }

  #subject(ref: string): string {
    const { source } = this.#options;
    return `${nameOf(source)} on ${source.host} at ${ref}`;
  }

  #failureContext(subject: string, signal: AbortSignal): GithubFailureContext {
    const { source, redactor } = this.#options;
    return {
      subject,
      signal,
      redactor,
      credentialsKey: source.token
        ? 'staticData.github.token'
        : 'integrations.github',
    };
  }

  /** Distinguishes a missing branch from a repository that cannot be seen. */
  async #explainNotFound(
    failure: SyncStepError,
    ref: string,
    signal: AbortSignal,
  ): Promise<SyncStepError> {
    const { source, reader } = this.#options;
    const isVisible = await isRepositoryVisible(reader, source, signal).catch(
      () => undefined,
    );
    if (isVisible === undefined) {
      return failure;
    }
    const repository = `${nameOf(source)} on ${source.host}`;
    return new SyncStepError(
      isVisible
        ? {
            ...failure.finding,
            message: `There is no branch, tag or commit ${ref} in ${repository}.`,
            hint:
              ref === source.branch
                ? `Check the spelling of 'staticData.github.branch'.`
                : 'Check the spelling of the branch, tag or commit to preview.',
          }
        : {
            ...failure.finding,
            message: `Repository ${repository} does not exist, or the credentials may not see it.`,
          },
      failure.cause,
    );
  }

  /**
   * Symbolic links come out of the archive as empty files, and cannot be told from those
   * (@backstage/backend-defaults 0.18.0).
   */
  #reportEmptyFiles(files: SourceFile[]): void {
    const empty = files.filter(file => file.size === 0).map(file => file.path);
    if (empty.length > 0) {
      this.#options.logger.warn(
        `Some files of the source are empty, or symbolic links, which are not followed: ${listFirst(
          empty,
          MAX_LISTED_FILES,
        )}`,
      );
    }
  }
}
