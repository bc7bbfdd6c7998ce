import { SyncCommit } from '@internal/plugin-static-data-common';
import {
  isAllowedRepository,
  RepositoryAddress,
  RepositoryHost,
} from '@internal/plugin-static-data-model';
import { BranchPage } from './branches';
import { withOwner } from './listSourceHosts';
import { PullRequestHost } from './PullRequestHost';
import { nameOf, RepositoryName } from './repositoryUrls';
import { fetchFailure } from './sourceFailures';
import {
  ArchitectureReader,
  BuildFilesReadOptions,
  BuildFilesReadResult,
  HostBuildFilesReader,
  SourceCommits,
  SourceReader,
  SourceReadOptions,
  SourceReadResult,
} from './SourceReader';

interface RepositorySourceReaderOptions {
  architecture: ArchitectureReader &
    Required<Pick<ArchitectureReader, 'listBranches'>>;
  /** The host of the architecture repository, which addresses without a host mean. */
  host: string;
  hosts: RepositoryHost[];
  /** What reads the build files on a host, by its name. */
  buildFiles: Map<string, HostBuildFilesReader>;
  repositoriesPerRequest: number;
  pullRequests: PullRequestHost | undefined;
}

/** Reads a repository, and the build files of applications on whichever hosts they are. */
export class RepositorySourceReader implements SourceReader {
  readonly #options: RepositorySourceReaderOptions;

  constructor(options: RepositorySourceReaderOptions) {
    this.#options = options;
  }

  get hosts(): RepositoryHost[] {
    return this.#options.hosts;
  }

  get repositoriesPerRequest(): number {
    return this.#options.repositoriesPerRequest;
  }

  get commits(): SourceCommits | undefined {
    return this.#options.architecture.commits;
  }

  get pullRequests(): PullRequestHost | undefined {
    return this.#options.pullRequests;
  }

  async read(options: SourceReadOptions): Promise<SourceReadResult> {
    return this.#options.architecture.read(options);
  }

  async readCommit(
    revision: string,
    signal: AbortSignal,
  ): Promise<SyncCommit | undefined> {
    return this.#options.architecture.readCommit(revision, signal);
  }

  async readNewName(signal: AbortSignal): Promise<RepositoryName | undefined> {
    return this.#options.architecture.readNewName?.(signal);
  }

  async listBranches(
    search: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchPage> {
    return this.#options.architecture.listBranches(search, signal);
  }

  withNewName(renamedTo: string): SourceReader {
    const owner = renamedTo.slice(0, renamedTo.lastIndexOf('/'));
    const hosts = withOwner(this.hosts, owner);
    return new RepositorySourceReader({ ...this.#options, hosts });
  }

  async readBuildFiles(
    address: RepositoryAddress,
    options: BuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const { host, buildFiles } = this.#options;
    const name = address.host ?? host;
    const reader = buildFiles.get(name);
    if (!reader) {
      throw fetchFailure({
        code: 'AUTH',
        message: `Not allowed to read the build files of ${nameOf(
          address,
        )}: there is no integration for ${address.host}`,
        hint: `Configure an integration for the host under 'integrations'.`,
      });
    }
    const known = this.hosts.find(each => each.host === name);
    return reader.readBuildFiles(address, {
      ...options,
      isAllowed: repository =>
        known !== undefined && isAllowedRepository(known, repository),
    });
  }

  locationOf(path: string): string {
    return this.#options.architecture.locationOf(path);
  }
}
