import { hash } from 'node:crypto';
import {
  listPlaces,
  RepositoryAddress,
  toAddressText,
} from '@internal/plugin-static-data-model';
import { findBuildFiles } from '../findBuildFiles';
import { nameOf } from '../repositoryUrls';
import { fetchFailure } from '../sourceFailures';
import { BuildFilesReadOptions, BuildFilesReadResult } from '../SourceReader';
import { DirectoryRepositoryFiles } from './DirectoryRepositoryFiles';
import { readFileStamp } from './readDirectoryFile';
import { SourceDirectory, SourceDirectoryOptions } from './SourceDirectory';
import { toDirectoryFailure } from './toDirectoryFailure';

/** Folder below the root that has a folder for every repository. */
const REPOSITORIES = 'repositories';

/** Build files as they were last read. */
interface KnownBuildFiles {
  version: string;
  /** Stamps of all files and folders that were read; those of folders change with their lists of names. */
  stamps: Map<string, string | undefined>;
}

/** Reads the build files below a directory, as far as they were touched since the last time. */
export class DirectoryBuildFileReader {
  readonly #directory: string;
  readonly #options: SourceDirectoryOptions;
  /** By address. */
  readonly #known = new Map<string, KnownBuildFiles>();
  /** As it was opened for a sync, of which there is one signal. */
  #opened?: { signal: AbortSignal; directory: SourceDirectory };

  constructor(directory: string, options: SourceDirectoryOptions = {}) {
    this.#directory = directory;
    this.#options = options;
  }

  async read(
    address: RepositoryAddress,
    options: BuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const { previous, signal } = options;
    try {
      signal.throwIfAborted();
      const key = toAddressText(address);
      const known = this.#known.get(key);
      if (known && known.version === previous && (await isUntouched(known))) {
        return { status: 'unchanged' };
      }
      this.#known.delete(key);
      return await this.#find(key, address, options);
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, undefined, signal);
    }
  }

  async #find(
    key: string,
    address: RepositoryAddress,
    { previous, hadFiles, signal }: BuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const directory = await this.#open(signal);
    const repository = `${REPOSITORIES}/${nameOf(address)}`;
    const files = new DirectoryRepositoryFiles(directory, {
      directory: this.#directory,
      repository,
    });
    // A directory has no branches: the first folder that exists counts.
    for (const { ref, path } of listPlaces(address)) {
      const isGuess = path === '' && ref?.includes('/') && !address.ref;
      const found = isGuess ? undefined : await findBuildFiles(files, path);
      if (found) {
        const { ids, findings } = found;
        const version = `sha256:${hash('sha256', JSON.stringify([...ids]))}`;
        const { stamps } = files;
        if (
          findings.length === 0 &&
          ![...stamps.values()].includes(undefined)
        ) {
          this.#known.set(key, { version, stamps });
        }
        return version === previous && findings.length === 0
          ? { status: 'unchanged' }
          : {
              status: 'read',
              // Where there was nothing, a folder that disappears does no harm.
              ...(ids.size > 0 && { version }),
              findings,
              files: await Promise.all(
                [...ids.keys()].map(async file => ({
                  path: file,
                  content: await files.read(file),
                })),
              ),
            };
      }
    }
    // A directory that has disappeared must not look like one without build files.
    const still = await SourceDirectory.open(
      this.#directory,
      signal,
      this.#options,
    );
    if (hadFiles && (await still.resolve(REPOSITORIES)).kind !== 'folder') {
      throw fetchFailure({
        code: 'NOT_FOUND',
        message: `The folder ${REPOSITORIES}, which had build files in it, has disappeared from ${
          this.#directory
        }`,
        hint: 'Put the folder back. Until then, known API relations are kept.',
      });
    }
    if ((await still.resolve(repository)).kind !== 'folder') {
      const missing = {
        code: 'MISSING_REPOSITORY',
        message: `The source has no folder ${repository}`,
        hint: 'Put the build file into that folder, or correct the repository in the application.',
      } as const;
      if (hadFiles) {
        throw fetchFailure({
          ...missing,
          hint: `${missing.hint} Until then, known API relations are kept.`,
        });
      }
      return {
        status: 'read',
        files: [],
        findings: [
          {
            severity: 'warning',
            phase: 'FETCH',
            ...missing,
            message: `${missing.message}, so the APIs of its applications are not known`,
          },
        ],
      };
    }
    throw fetchFailure({
      code: 'NOT_FOUND',
      message: `There is no folder ${
        address.path ?? address.refAndPath
      } in ${repository}`,
      hint: "Name the folder in 'path', from the root of the repository, or correct the address. A directory has no branches.",
    });
  }

  async #open(signal: AbortSignal): Promise<SourceDirectory> {
    if (this.#opened?.signal !== signal) {
      const directory = await SourceDirectory.open(
        this.#directory,
        signal,
        this.#options,
      );
      this.#opened = { signal, directory };
    }
    return this.#opened.directory;
  }
}

async function isUntouched({ stamps }: KnownBuildFiles): Promise<boolean> {
  const untouched = await Promise.all(
    [...stamps].map(
      async ([location, stamp]) => (await readFileStamp(location)) === stamp,
    ),
  );
  return untouched.every(Boolean);
}
