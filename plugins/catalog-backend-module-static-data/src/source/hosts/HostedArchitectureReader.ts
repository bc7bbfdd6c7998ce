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
import { HostedSourceConfig } from '@internal/plugin-static-data-node';
import { Redactor } from '../../Redactor';
import { readTreeFiles } from '../archives/readTree';
import { BranchPage } from '../branches';
import {
  assertRef,
  nameOf,
  RepositoryName,
  toNewName,
} from '../repositoryUrls';
import { fetchFailure } from '../sourceFailures';
import {
  ArchitectureReader,
  SourceCommits,
  SourceReadOptions,
  SourceReadResult,
} from '../SourceReader';
import { toHostFailure } from '../toHostFailure';
import { HostAdapter, HostCommit } from './HostAdapter';
import { HostedCommits } from './HostedCommits';

interface HostedArchitectureReaderOptions {
  source: HostedSourceConfig;
  files: SourceFilesConfig;
  limits: SourceLimits;
  adapter: HostAdapter;
  redactor: Redactor;
}

/**
 * Reads a repository on any host: which commit it is at, and the files at that commit.
 */
export class HostedArchitectureReader implements ArchitectureReader {
  readonly commits?: SourceCommits;
  readonly #options: HostedArchitectureReaderOptions;
  /** The one that was read last. */
  #latest: HostCommit | undefined;

  constructor(options: HostedArchitectureReaderOptions) {
    const { adapter, source, limits } = options;
    this.#options = options;
    const { listCommits } = adapter;
    this.commits =
      listCommits &&
      new HostedCommits(
        { ...adapter, listCommits },
        source,
        limits.maxFileSize,
      );
  }

  async read(options: SourceReadOptions): Promise<SourceReadResult> {
    const { source, adapter } = this.#options;
    const { revision, signal } = options;
    const ref = options.ref ?? source.branch;
    assertRef(ref);
    const resolve = () => adapter.resolve(source, ref, signal);
    try {
      return await adapter.rateLimitOf(source).run(options, async () => {
        const commit = await untilAborted(signal, resolve);
        if (!commit) {
          throw await this.#explainNotFound(ref, signal);
        }
        this.#latest = commit;
        return commit.id === revision
          ? { status: 'unchanged', revision }
          : this.#readTree(ref, commit.id, signal);
      });
    } catch (error) {
      throw this.#explain(error, this.#subject(ref), signal);
    }
  }

  async readCommit(
    revision: string,
    signal: AbortSignal,
  ): Promise<SyncCommit | undefined> {
    const { source, adapter } = this.#options;
    if (this.#latest?.id === revision) {
      return this.#latest.made;
    }
    try {
      const commit = await adapter.resolve(source, revision, signal);
      return commit?.made;
    } catch (error) {
      throw this.#explain(error, `commit ${revision} of ${this.#name}`, signal);
    }
  }

  async readNewName(signal: AbortSignal): Promise<RepositoryName | undefined> {
    const { source, adapter } = this.#options;
    const fullName = await adapter.readFullName(source, signal);
    return fullName === undefined ? undefined : toNewName(source, fullName);
  }

  async listBranches(
    search: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchPage> {
    const { source, adapter } = this.#options;
    try {
      adapter.rateLimitOf(source).checkReserved();
      const page = await untilAborted(signal, () =>
        adapter.listBranches(source, search, signal),
      );
      if (!page) {
        throw this.#notVisible();
      }
      return page;
    } catch (error) {
      throw this.#explain(error, `the branches of ${this.#name}`, signal);
    }
  }

  locationOf(path: string): string {
    const { source } = this.#options;
    const pages = repositoryPages(
      source.type,
      repositoryPage(source.type, source),
    );
    return `url:${pages.file({ branch: source.branch }, path)}`;
  }

  get #name(): string {
    const { source } = this.#options;
    return `${nameOf(source)} on ${source.host}`;
  }

  #subject(ref: string): string {
    return `${this.#name} at ${ref}`;
  }

  async #readTree(
    ref: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<SourceReadResult> {
    const { source, files: paths, limits, adapter } = this.#options;
    const files = await readTreeFiles({
      open: openSignal => adapter.openArchive(source, commit, openSignal),
      commit,
      subject: this.#subject(ref),
      classifyPath: createPathClassifier(paths),
      limits,
      signal,
    });
    return { status: 'read', revision: commit, files };
  }

  #explain(
    error: unknown,
    subject: string,
    signal: AbortSignal,
  ): SyncFindingError {
    const { adapter, redactor } = this.#options;
    return toHostFailure(error, {
      subject,
      signal,
      redactor,
      credentialsKey: `integrations.${adapter.type}`,
    });
  }

  #notVisible(): SyncFindingError {
    return fetchFailure({
      code: 'NOT_FOUND',
      message: `Repository ${
        this.#name
      } does not exist, or the credentials may not see it`,
      hint: `Check the spelling, and that the token at 'integrations.${
        this.#options.adapter.type
      }' may see it: hosts also answer 'not found' for what a token may not see.`,
    });
  }

  /** Distinguishes a missing branch from a repository that cannot be seen, and from an empty one. */
  async #explainNotFound(
    ref: string,
    signal: AbortSignal,
  ): Promise<SyncFindingError> {
    const { source, adapter } = this.#options;
    const found = await adapter.look(source, signal);
    if (!found) {
      return this.#notVisible();
    }
    if (found.isEmpty) {
      return fetchFailure({
        code: 'EMPTY_SOURCE',
        message: `Nothing was ever committed to ${this.#name}`,
        hint: 'Commit the data to the repository, or configure another one.',
      });
    }
    return fetchFailure({
      code: 'NOT_FOUND',
      message: `There is no branch, tag or commit ${ref} in ${this.#name}`,
      hint:
        ref === source.branch
          ? `Check the spelling of 'branch' in the configuration of the source.`
          : 'Check the spelling of the branch, tag or commit.',
    });
  }
}
