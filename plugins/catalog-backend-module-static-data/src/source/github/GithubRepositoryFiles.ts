import { posix } from 'node:path';
import {
  MAX_BUILD_FILE_SIZE,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { KnownFiles, VersionedFiles } from '../readChangedBuildFiles';
import { createSizeCheck, toFolder } from '../RepositoryFiles';
import { buildFileTooLarge } from '../sourceFailures';
import { AnswerTooLargeError } from '../HostClient';
import { RepositoryName } from '../repositoryUrls';
import { GithubContents, GithubFile } from './GithubContents';

interface GithubRepositoryFilesOptions {
  known?: KnownFiles;
  /** As of `BuildFilesReadOptions`. */
  maxTotalSize?: number;
  /** Called with what the repository is called now before anything in it is read. */
  checkName: (renamedTo: RepositoryName) => void;
  signal: AbortSignal;
}

/** The files of a repository on GitHub, each of which is read once. */
export class GithubRepositoryFiles implements VersionedFiles {
  readonly versions = new Map<string, string>();
  readonly #contents: GithubContents;
  readonly #options: GithubRepositoryFilesOptions;
  /** Ids in folders that were asked for to see whether they have changed. */
  readonly #listed = new Map<string, Map<string, string> | undefined>();
  readonly #files = new Map<string, GithubFile>();
  readonly #texts = new Map<string, Promise<string>>();
  readonly #checkSize: (size: number) => void;
  #root: string | undefined;

  constructor(contents: GithubContents, options: GithubRepositoryFilesOptions) {
    this.#contents = contents;
    this.#options = options;
    this.#checkSize = createSizeCheck(options.maxTotalSize);
  }

  get renamedTo(): RepositoryName | undefined {
    return this.#contents.renamedTo;
  }

  async areUnchanged(root: string): Promise<boolean> {
    this.#root = root;
    const { known } = this.#options;
    const others = Object.keys(known?.folders ?? {}).filter(
      folder =>
        root !== '' && folder !== root && !folder.startsWith(`${root}/`),
    );
    for (const folder of [root, ...others]) {
      const version = known?.folders[folder];
      if (
        version === undefined ||
        (await this.#list(folder, version)) !== 'unchanged'
      ) {
        return false;
      }
    }
    return true;
  }

  async list(
    folder: string,
    _names: readonly string[],
    areNamesKnown: boolean,
  ): Promise<Map<string, string> | undefined> {
    if (this.#listed.has(folder)) {
      return this.#listed.get(folder);
    }
    const { known } = this.#options;
    // Of the root, more than the build file must be known.
    const isKnown = areNamesKnown && folder !== this.#root;
    const version = isKnown ? known?.folders[folder] : undefined;
    const listed = await this.#list(folder, version);
    if (listed !== 'unchanged') {
      return listed;
    }
    this.versions.set(folder, version!);
    const ids = Object.entries(known!.ids).filter(
      ([path]) => toFolder(path) === folder,
    );
    return new Map(ids.map(([path, id]) => [posix.basename(path), id]));
  }

  async read(path: string): Promise<string> {
    const text = this.#texts.get(path) ?? this.#download(path);
    this.#texts.set(path, text);
    return text;
  }

  async #download(path: string): Promise<string> {
    const file = this.#files.get(path);
    const listedSize = file?.size ?? 0;
    if (listedSize > MAX_BUILD_FILE_SIZE) {
      throw buildFileTooLarge(path);
    }
    this.#checkSize(listedSize);
    try {
      const text = await untilAborted(this.#options.signal, () =>
        this.#contents.read(path, file),
      );
      // What a link points to is only known now.
      this.#checkSize(Math.max(0, text.length - listedSize));
      return text;
    } catch (error) {
      throw error instanceof AnswerTooLargeError
        ? buildFileTooLarge(path)
        : error;
    }
  }

  async #list(
    folder: string,
    known: string | undefined,
  ): Promise<Map<string, string> | undefined | 'unchanged'> {
    const listed = await untilAborted(this.#options.signal, () =>
      this.#contents.list(folder, known),
    );
    if (this.renamedTo) {
      this.#options.checkName(this.renamedTo);
    }
    if (listed === 'unchanged') {
      return listed;
    }
    for (const [name, file] of listed?.files ?? []) {
      this.#files.set(posix.join(folder, name), file);
    }
    if (listed?.version !== undefined) {
      this.versions.set(folder, listed.version);
    }
    const ids =
      listed &&
      new Map([...listed.files].map(([name, { id }]) => [name, id] as const));
    this.#listed.set(folder, ids);
    return ids;
  }
}
