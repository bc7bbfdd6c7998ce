import { join, posix } from 'node:path';
import {
  MAX_BUILD_FILE_SIZE,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { createSizeCheck, RepositoryFiles } from '../RepositoryFiles';
import { buildFileTooLarge, fetchFailure } from '../sourceFailures';
import { SourceDirectory, Target } from './SourceDirectory';

/** The files of a repository that is a folder below the directory. */
export class DirectoryRepositoryFiles implements RepositoryFiles {
  /** Of everything that was read, by location. */
  readonly stamps = new Map<string, string | undefined>();
  readonly #source: SourceDirectory;
  readonly #options: {
    directory: string;
    /** Path of the folder. */
    repository: string;
  };
  readonly #contents = new Map<string, string>();
  readonly #checkSize = createSizeCheck();

  constructor(
    source: SourceDirectory,
    options: { directory: string; repository: string },
  ) {
    this.#source = source;
    this.#options = options;
  }

  async list(
    folder: string,
    names: readonly string[],
  ): Promise<Map<string, string> | undefined> {
    const { directory, repository } = this.#options;
    const path = posix.join(repository, folder);
    const found = await this.#source.resolve(path);
    if (found.kind === 'notFollowed') {
      throw notFollowed(path, folder);
    }
    if (found.kind !== 'folder') {
      return undefined;
    }
    this.stamps.set(join(directory, path), found.stamp);
    const ids = new Map<string, string>();
    const resolved = { path, realPath: found.realPath };
    // Most names are not there, and to ask for one that is not takes longest.
    const entries = new Map(
      (await this.#source.listEntries(resolved)).map(it => [it.name, it]),
    );
    for (const name of names.filter(
      it => it.includes('/') || entries.has(it),
    )) {
      const entry = entries.get(name);
      const target = entry
        ? await this.#source.resolveEntry(resolved, entry)
        : await this.#source.resolve(posix.join(path, name));
      const id = await this.#readFile(posix.join(folder, name), target);
      if (id !== undefined) {
        ids.set(name, id);
      }
    }
    return ids;
  }

  async read(path: string): Promise<string> {
    return this.#contents.get(path)!;
  }

  /** @returns the hash of its content; undefined if there is no such file */
  async #readFile(
    pathInRepository: string,
    { kind, realPath }: Target,
  ): Promise<string | undefined> {
    const { directory, repository } = this.#options;
    const path = posix.join(repository, pathInRepository);
    if (kind === 'notFollowed') {
      throw notFollowed(path, pathInRepository);
    }
    if (kind !== 'file') {
      return undefined;
    }
    const read = await this.#source.readFile(
      { path, realPath },
      { maxFileSize: MAX_BUILD_FILE_SIZE },
    );
    if (!read.content) {
      throw buildFileTooLarge(pathInRepository);
    }
    this.#checkSize(read.size);
    this.stamps.set(join(directory, path), read.stamp);
    this.#contents.set(pathInRepository, read.content.toString('utf8'));
    return read.hash;
  }
}

function notFollowed(path: string, pathInRepository: string): SyncFindingError {
  return fetchFailure({
    code: 'NOT_FOUND',
    message: `${path} is a symbolic link that is broken or leads out of the source: it is not followed`,
    hint: 'Put the file itself there.',
    file: pathInRepository || undefined,
  });
}
