import { join } from 'node:path';
import {
  ApplicationRepository,
  BUILD_FILE_NAMES,
  SyncStepError,
} from '@internal/plugin-static-data-model';
import { assertRepositoryName, nameOf } from '../repositoryAddress';
import { buildFileTooLarge, fetchFailure } from '../sourceFailures';
import { BuildFileReadResult } from '../SourceReader';
import { resolveInside, resolveRoot } from './listDirectory';
import { readDirectoryFile, readFileStamp } from './readDirectoryFile';
import { toDirectoryFailure } from './toDirectoryFailure';

/** Folder below the root that has a folder for every repository. */
const REPOSITORIES = 'repositories';

/** A build file as it was last read. */
interface KnownBuildFile {
  name: string;
  etag: string;
  stamp: string;
  /** Of the folder: it changes when files are added or removed. */
  folderStamp: string;
}

/** Reads the build files below a directory, as far as they were touched since the last time. */
export class DirectoryBuildFileReader {
  readonly #directory: string;
  readonly #maxFileSize: number;
  readonly #known = new Map<string, KnownBuildFile>();

  constructor(directory: string, maxFileSize: number) {
    this.#directory = directory;
    this.#maxFileSize = maxFileSize;
  }

  async read(
    repository: ApplicationRepository,
    options: {
      previous?: { path: string; etag?: string };
      signal: AbortSignal;
    },
  ): Promise<BuildFileReadResult> {
    const { previous, signal } = options;
    assertRepositoryName(repository);
    const folder = `${REPOSITORIES}/${nameOf(repository)}`;
    try {
      signal.throwIfAborted();
      const known = this.#known.get(folder);
      const isPrevious = (name: string, etag: string) =>
        previous?.path === name && previous.etag === etag;
      if (
        known &&
        isPrevious(known.name, known.etag) &&
        (await this.#isUntouched(folder, known))
      ) {
        return { status: 'unchanged', etag: known.etag };
      }
      const found = await this.#find(repository, folder, signal);
      if (!found) {
        await this.#assertMissing(previous, signal);
        return { status: 'missing' };
      }
      const { name, content, etag } = found;
      return isPrevious(name, etag)
        ? { status: 'unchanged', etag }
        : { status: 'found', path: name, content, etag };
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, undefined, signal);
    }
  }

  async #isUntouched(folder: string, known: KnownBuildFile): Promise<boolean> {
    const location = join(this.#directory, folder);
    const [folderStamp, stamp] = await Promise.all([
      readFileStamp(location),
      readFileStamp(join(location, known.name)),
    ]);
    return folderStamp === known.folderStamp && stamp === known.stamp;
  }

  async #find(
    repository: ApplicationRepository,
    folder: string,
    signal: AbortSignal,
  ): Promise<{ name: string; content: string; etag: string } | undefined> {
    this.#known.delete(folder);
    const folderStamp = await readFileStamp(join(this.#directory, folder));
    const root = await resolveRoot(this.#directory);
    for (const name of BUILD_FILE_NAMES) {
      const path = `${folder}/${name}`;
      const target = await resolveInside(root, path, signal);
      if (target.kind === 'notFollowed') {
        throw linkNotFollowed(path, name);
      }
      if (target.kind === 'file') {
        const { file, hash, stamp } = await this.#readFile(
          path,
          target.realPath,
          signal,
        );
        if (file.tooLarge) {
          throw buildFileTooLarge(name, nameOf(repository), this.#maxFileSize);
        }
        const etag = `sha256:${hash}`;
        if (folderStamp !== undefined && stamp !== undefined) {
          this.#known.set(folder, { name, etag, stamp, folderStamp });
        }
        return { name, content: file.content.toString('utf8'), etag };
      }
    }
    return undefined;
  }

  /** A directory that has disappeared must not look like one without build files. */
  async #assertMissing(
    previous: { path: string } | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const root = await resolveRoot(this.#directory);
    if (previous) {
      const target = await resolveInside(root, REPOSITORIES, signal);
      if (target.kind !== 'folder') {
        throw repositoriesNotFound(this.#directory);
      }
    }
  }

  async #readFile(path: string, realPath: string, signal: AbortSignal) {
    try {
      return await readDirectoryFile(
        { path, realPath },
        this.#maxFileSize,
        signal,
      );
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, path, signal);
    }
  }
}

function repositoriesNotFound(directory: string): SyncStepError {
  return fetchFailure({
    code: 'NOT_FOUND',
    message: `The folder ${REPOSITORIES}, which had build files in it, has disappeared from ${directory}.`,
    hint: 'Put the folder back. Until then, known API relations are kept.',
  });
}

function linkNotFollowed(path: string, file: string): SyncStepError {
  return fetchFailure({
    code: 'NOT_FOUND',
    message: `${path} is a symbolic link that is broken or leads out of the source: it is not followed.`,
    hint: 'Put the file itself there.',
    file,
  });
}
