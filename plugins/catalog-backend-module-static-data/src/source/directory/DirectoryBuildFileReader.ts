import { join } from 'node:path';
import {
  ApplicationRepository,
  BUILD_FILE_NAMES,
} from '@internal/plugin-static-data-model';
import { assertRepositoryName, nameOf } from '../repositoryAddress';
import { buildFileTooLarge, fetchFailure } from '../sourceFailures';
import { BuildFileReadOptions, BuildFileReadResult } from '../SourceReader';
import { readFileStamp } from './readDirectoryFile';
import { SourceDirectory } from './SourceDirectory';
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
    options: BuildFileReadOptions,
  ): Promise<BuildFileReadResult> {
    const { previous, signal } = options;
    assertRepositoryName(repository);
    const folder = `${REPOSITORIES}/${nameOf(repository)}`;
    try {
      signal.throwIfAborted();
      const known = this.#known.get(folder);
      if (
        known &&
        known.name === previous?.path &&
        known.etag === previous.etag &&
        (await this.#isUntouched(folder, known))
      ) {
        return { status: 'unchanged', etag: known.etag };
      }
      return await this.#find(repository, folder, options);
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
    { previous, signal }: BuildFileReadOptions,
  ): Promise<BuildFileReadResult> {
    this.#known.delete(folder);
    const folderStamp = await readFileStamp(join(this.#directory, folder));
    const directory = await SourceDirectory.open(this.#directory, signal);
    for (const name of BUILD_FILE_NAMES) {
      const path = `${folder}/${name}`;
      const { kind, realPath } = await directory.resolve(path);
      if (kind === 'notFollowed') {
        throw fetchFailure({
          code: 'NOT_FOUND',
          message: `${path} is a symbolic link that is broken or leads out of the source: it is not followed`,
          hint: 'Put the file itself there.',
          file: name,
        });
      }
      if (kind === 'file') {
        const { file, hash, stamp } = await directory.readFile(
          { path, realPath },
          this.#maxFileSize,
        );
        if (file.tooLarge) {
          throw buildFileTooLarge(name, nameOf(repository), this.#maxFileSize);
        }
        const etag = `sha256:${hash}`;
        if (folderStamp !== undefined && stamp !== undefined) {
          this.#known.set(folder, { name, etag, stamp, folderStamp });
        }
        return previous?.path === name && previous.etag === etag
          ? { status: 'unchanged', etag }
          : {
              status: 'found',
              path: name,
              content: file.content.toString('utf8'),
              etag,
            };
      }
    }
    // A directory that has disappeared must not look like one without build files.
    const still = await SourceDirectory.open(this.#directory, signal);
    if (previous && (await still.resolve(REPOSITORIES)).kind !== 'folder') {
      throw fetchFailure({
        code: 'NOT_FOUND',
        message: `The folder ${REPOSITORIES}, which had build files in it, has disappeared from ${
          this.#directory
        }`,
        hint: 'Put the folder back. Until then, known API relations are kept.',
      });
    }
    return { status: 'missing' };
  }
}
