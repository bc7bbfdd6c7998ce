import { posix } from 'node:path';
import {
  MAX_BUILD_FILE_SIZE,
  RepositoryAddress,
} from '@internal/plugin-static-data-model';
import { AnswerTooLargeError } from '../HostClient';
import { KnownFiles, VersionedFiles } from '../readChangedBuildFiles';
import { createSizeCheck, toFolder } from '../RepositoryFiles';
import { RepositoryName, toNewName } from '../repositoryUrls';
import { badAnswer, buildFileTooLarge, fetchFailure } from '../sourceFailures';
import { HostAdapter, HostCommit, HostFile } from './HostAdapter';

/** Versions are those of the whole repository, which its commits are. */
const ROOT = '';

interface HostedRepositoryFilesOptions {
  repository: RepositoryAddress;
  /** Branch, tag or commit; undefined means the default branch. */
  ref: string | undefined;
  known?: KnownFiles;
  /** As of `BuildFilesReadOptions`. */
  maxTotalSize?: number;
  /** Called with what the repository is called now before anything in it is read. */
  checkName: (renamedTo: RepositoryName) => void;
  signal: AbortSignal;
}

/** The files of a repository at one branch, tag or commit, each of which is read once. */
export class HostedRepositoryFiles implements VersionedFiles {
  readonly versions = new Map<string, string>();
  renamedTo: RepositoryName | undefined;
  readonly #adapter: HostAdapter;
  readonly #options: HostedRepositoryFilesOptions;
  readonly #listed = new Map<
    string,
    Promise<Map<string, HostFile> | undefined>
  >();
  readonly #texts = new Map<string, Promise<string>>();
  readonly #checkSize: (size: number) => void;
  #commit: Promise<HostCommit | undefined> | undefined;
  #isRedirected = false;
  #nameCheck: Promise<boolean> | undefined;

  constructor(adapter: HostAdapter, options: HostedRepositoryFilesOptions) {
    this.#adapter = adapter;
    this.#options = options;
    this.#checkSize = createSizeCheck(options.maxTotalSize);
  }

  async areUnchanged(): Promise<boolean> {
    const commit = await this.#resolve();
    return (
      commit !== undefined &&
      commit.id === this.#options.known?.folders[ROOT] &&
      (!this.#isRedirected || this.#isNameKnown())
    );
  }

  async list(folder: string): Promise<Map<string, string> | undefined> {
    const files = await this.#list(folder);
    const commit = await this.#resolve();
    return (
      files &&
      new Map(
        [...files].map(([name, { id, isLink }]) => [
          name,
          // That of a link stays when the file changes that it leads to.
          isLink ? `${id}@${commit?.id}` : id,
        ]),
      )
    );
  }

  async read(path: string): Promise<string> {
    const text = this.#texts.get(path) ?? this.#download(path);
    this.#texts.set(path, text);
    return text;
  }

  async #resolve(): Promise<HostCommit | undefined> {
    const { repository, ref, signal } = this.#options;
    this.#commit ??= this.#adapter.resolve(repository, ref, signal, () => {
      this.#isRedirected = true;
    });
    const commit = await this.#commit;
    if (commit) {
      this.versions.set(ROOT, commit.id);
    }
    return commit;
  }

  async #list(folder: string): Promise<Map<string, HostFile> | undefined> {
    const commit = await this.#resolve();
    if (!commit) {
      return undefined;
    }
    if (!(await this.#isNameKnown())) {
      return undefined;
    }
    const { repository, signal } = this.#options;
    const listed =
      this.#listed.get(folder) ??
      this.#adapter.list(repository, { commit: commit.id, folder }, signal);
    this.#listed.set(folder, listed);
    return listed;
  }

  async #isNameKnown(): Promise<boolean> {
    this.#nameCheck ??= this.#checkName();
    return this.#nameCheck;
  }

  /**
   * Hosts lead from the name that a repository had before to where it is now.
   *
   * @returns whether the host tells what it is called: nothing is read in what may have any name
   */
  async #checkName(): Promise<boolean> {
    const { repository, checkName, signal } = this.#options;
    const fullName = await this.#adapter.readFullName(repository, signal);
    if (fullName === undefined) {
      return false;
    }
    const renamedTo = toNewName(repository, fullName);
    if (renamedTo) {
      checkName(renamedTo);
    }
    // Where a host does not say that it leads there, the name of what has not changed is not asked for.
    if (this.#isRedirected) {
      this.renamedTo = renamedTo;
    }
    return true;
  }

  async #download(path: string): Promise<string> {
    const files = await this.#list(toFolder(path));
    const isLink = files?.get(posix.basename(path))?.isLink;
    const text = await this.#readText(path);
    if (!isLink) {
      this.#checkSize(text.length);
      return text;
    }
    const target = posix.join(toFolder(path), text.trim());
    // In an address, it would lead to something else of the host.
    if (target.startsWith('..')) {
      throw fetchFailure({
        code: 'NOT_FOUND',
        message: `${path} is a symbolic link that leads out of the repository: it is not followed`,
        hint: 'Put the file itself there.',
        file: path,
      });
    }
    const linked = await this.#readText(target);
    this.#checkSize(linked.length);
    return linked;
  }

  async #readText(path: string): Promise<string> {
    const { repository, signal } = this.#options;
    const commit = await this.#resolve();
    try {
      const content =
        commit &&
        (await this.#adapter.read(
          repository,
          { commit: commit.id, path, maxSize: MAX_BUILD_FILE_SIZE },
          signal,
        ));
      if (!content) {
        throw badAnswer(`${path} is gone, although it was there a moment ago`);
      }
      return content.toString('utf8');
    } catch (error) {
      throw error instanceof AnswerTooLargeError
        ? buildFileTooLarge(path)
        : error;
    }
  }
}
