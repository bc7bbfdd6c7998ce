import { SyncCommit } from '@internal/plugin-static-data-common';
import {
  RepositoryAddress,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { RepositoryName } from '../../source/repositoryUrls';
import { UnusableRevisionError } from '../../source/sourceFailures';
import { SourceReader } from '../../source/SourceReader';

const SQUADS = [{ id: 'shop-squad', name: 'Shop squad' }];
const CONTEXTS = [{ id: 'shop', name: 'Shop', ownerSquadId: 'shop-squad' }];

/** A record of an application of the source. */
export function application(id: string, name = id) {
  return {
    id,
    name,
    inContextOfBoundedContextId: 'shop',
    supportedBySquadsIds: ['shop-squad'],
  };
}

/** A source in memory, of which a test can change anything between two syncs. */
export class MemorySource implements SourceReader {
  files: Record<string, string> = {
    'data/squads.json': JSON.stringify(SQUADS),
    'data/bounded-contexts.json': JSON.stringify(CONTEXTS),
    'data/applications.json': '[]',
  };
  revision = '1';
  failure?: Error;
  /** Why the revision cannot be used. */
  unusable?: SyncFindingError;
  readonly hosts = [];
  /** Of every repository that has none in `buildFiles`. */
  buildFile?: string;
  /** By `owner/name`. */
  readonly buildFiles: Record<string, string> = {};
  buildFileFailure?: Error;
  commitFailure?: Error;
  /** What the host calls the repository, if that is not what is configured; an error if it cannot be asked. */
  newName?: RepositoryName | Error;
  /** Revisions whose files were read. */
  readonly downloads: string[] = [];
  /** Revisions whose commit was asked for. */
  readonly commitReads: string[] = [];
  beforeRead: (signal: AbortSignal) => Promise<void> = async () => {};
  beforeCommit: () => Promise<unknown> = async () => {};
  beforeBuildFile: (address: RepositoryAddress) => Promise<void> =
    async () => {};

  setApplications(...applications: object[]) {
    this.files['data/applications.json'] = JSON.stringify(applications);
    this.revision = String(Number(this.revision) + 1);
  }

  async read(options: Parameters<SourceReader['read']>[0]) {
    await this.beforeRead(options.signal);
    if (this.failure) {
      throw this.failure;
    }
    const { revision } = this;
    if (options.revision === revision) {
      return { status: 'unchanged' as const, revision };
    }
    this.downloads.push(revision);
    if (this.unusable) {
      throw new UnusableRevisionError(revision, this.unusable);
    }
    const files = Object.entries(this.files).map(([path, text]) => ({
      path,
      text,
    }));
    return { status: 'read' as const, revision, files };
  }

  async readCommit(revision: string): Promise<SyncCommit> {
    this.commitReads.push(revision);
    await this.beforeCommit();
    if (this.commitFailure) {
      throw this.commitFailure;
    }
    return { message: `Make revision ${revision}` };
  }

  async readNewName() {
    if (this.newName instanceof Error) {
      throw this.newName;
    }
    return this.newName;
  }

  async readBuildFiles(address: RepositoryAddress) {
    await this.beforeBuildFile(address);
    if (this.buildFileFailure) {
      throw this.buildFileFailure;
    }
    const name = `${address.owner}/${address.name}`;
    const content = this.buildFiles[name] ?? this.buildFile;
    return {
      status: 'read' as const,
      files: content ? [{ path: 'build.gradle', content }] : [],
      findings: [],
    };
  }

  locationOf(path: string) {
    return `url:https://example.com/${path}`;
  }
}
