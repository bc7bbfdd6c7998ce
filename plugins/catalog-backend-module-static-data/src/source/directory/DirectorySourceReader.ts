import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  compareByPath,
  createPathClassifier,
  createYielder,
  decodeFile,
  inParallel,
  RepositoryAddress,
  RepositoryHost,
  SourceFile,
  SourceFilesConfig,
  SourceLimits,
  sortYielding,
  toTooLargeFile,
  toUnfollowedLink,
} from '@internal/plugin-static-data-model';
import { SyncSourceConfig } from '@internal/plugin-static-data-node';
import { ReadBudget } from '../ReadBudget';
import { emptySource, fetchFailure } from '../sourceFailures';
import {
  BuildFilesReadOptions,
  BuildFilesReadResult,
  SourceReader,
  SourceReadOptions,
  SourceReadResult,
} from '../SourceReader';
import { DirectoryBuildFileReader } from './DirectoryBuildFileReader';
import { DirectoryFile, readFileStamp } from './readDirectoryFile';
import {
  ListedFile,
  SourceDirectory,
  SourceDirectoryOptions,
} from './SourceDirectory';
import { toDirectoryFailure } from './toDirectoryFailure';

/** A file, and what tells whether it has changed. */
type FileVersion = Omit<DirectoryFile, 'content'> & {
  file: SourceFile;
};

/** In place of a stamp, for a symbolic link that is not followed. */
const NOT_FOLLOWED = 'not followed';

/** What a host has in the place of a symbolic link. */
const EMPTY = Buffer.alloc(0);

/**
 * Reads a directory on the machine of the backend. The build files of the applications are below
 * `repositories/<owner>/<name>` in it.
 */
export class DirectorySourceReader implements SourceReader {
  readonly hosts: RepositoryHost[];
  readonly #directory: string;
  readonly #files: SourceFilesConfig;
  readonly #limits: SourceLimits;
  readonly #options: SourceDirectoryOptions;
  readonly #buildFiles: DirectoryBuildFileReader;
  /** The latest read, with the stamps of its files by their paths. */
  #latest?: { revision: string; stamps: Map<string, string | undefined> };

  constructor(
    options: SourceDirectoryOptions & {
      source: Extract<SyncSourceConfig['source'], { type: 'directory' }>;
      files: SourceFilesConfig;
      hosts?: RepositoryHost[];
      limits: SourceLimits;
    },
  ) {
    const { followsLinks = true, fileCalls } = options;
    this.hosts = options.hosts ?? [];
    this.#directory = options.source.path;
    this.#files = options.files;
    this.#limits = options.limits;
    this.#options = { followsLinks, fileCalls };
    this.#buildFiles = new DirectoryBuildFileReader(this.#directory, {
      fileCalls,
    });
  }

  async read(options: SourceReadOptions): Promise<SourceReadResult> {
    const { ref, signal } = options;
    if (ref !== undefined) {
      throw fetchFailure({
        code: 'NOT_FOUND',
        message: `There is no ${ref} in ${
          this.#directory
        }: a directory has no branches, tags or commits`,
        hint: `Leave the ref out, or synchronise from a repository, with 'url' in the configuration of the source.`,
      });
    }
    try {
      const directory = await SourceDirectory.open(
        this.#directory,
        signal,
        this.#options,
      );
      const budget = new ReadBudget(this.#limits);
      const listed = await directory.listFiles(this.#files, budget);
      if (listed.every(file => file.realPath === undefined)) {
        throw emptySource(this.#directory);
      }
      if (
        this.#latest &&
        this.#latest.revision === options.revision &&
        (await areUntouched(listed, this.#latest.stamps))
      ) {
        return { status: 'unchanged', revision: options.revision };
      }
      const classifyPath = createPathClassifier(this.#files);
      const read = await inParallel(listed, file =>
        this.#readFile(directory, file, {
          budget,
          isNeeded: classifyPath(file.path) === 'file',
        }),
      );
      const { revision, stamps, files } = await summarize(read, signal);
      this.#latest = { revision, stamps };
      return revision === options.revision
        ? { status: 'unchanged', revision }
        : { status: 'read', revision, files };
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, undefined, signal);
    }
  }

  async readBuildFiles(
    address: RepositoryAddress,
    options: BuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    return this.#buildFiles.read(address, options);
  }

  async readCommit(): Promise<undefined> {
    return undefined;
  }

  locationOf(path: string): string {
    return `file:${join(this.#directory, path)}`;
  }

  /** @param options.isNeeded - whether more than the path of the file counts */
  async #readFile(
    directory: SourceDirectory,
    { path, realPath }: ListedFile,
    options: { budget: ReadBudget; isNeeded: boolean },
  ): Promise<FileVersion> {
    if (realPath === undefined) {
      const file = this.#options.followsLinks
        ? toUnfollowedLink(path)
        : decodeFile(path, EMPTY);
      return { file, size: 0, hash: 'none', stamp: NOT_FOLLOWED };
    }
    const { content, ...version } = await directory.readFile(
      { path, realPath },
      {
        maxFileSize: this.#limits.maxFileSize,
        onSize: size => options.budget.addContent(size),
      },
    );
    if (!options.isNeeded) {
      return { ...version, file: { path, text: '' } };
    }
    return {
      ...version,
      file: content
        ? decodeFile(path, content)
        : toTooLargeFile(path, version.size),
    };
  }
}

/** Whether the files are those with these stamps, by path; not if any has no stamp. */
async function areUntouched(
  listed: ListedFile[],
  stamps: Map<string, string | undefined>,
): Promise<boolean> {
  let untouched = listed.length === stamps.size;
  await inParallel(listed, async ({ path, realPath }) => {
    if (untouched) {
      const stamp =
        realPath === undefined ? NOT_FOLLOWED : await readFileStamp(realPath);
      untouched &&= stamp !== undefined && stamp === stamps.get(path);
    }
  });
  return untouched;
}

/** Yields to the event loop, as there may be hundreds of thousands of files. */
async function summarize(
  read: FileVersion[],
  signal: AbortSignal,
): Promise<{
  revision: string;
  stamps: Map<string, string | undefined>;
  /** In the order of their paths. */
  files: SourceFile[];
}> {
  const yieldWhenDue = createYielder(signal);
  const sorted = await sortYielding(
    read,
    (a, b) => compareByPath(a.file, b.file),
    yieldWhenDue,
  );
  const revision = createHash('sha256');
  const stamps = new Map<string, string | undefined>();
  const files: SourceFile[] = [];
  for (const { file, size, hash, stamp } of sorted) {
    await yieldWhenDue();
    revision.update(`${file.path}\0${size}\0sha256:${hash}\n`);
    stamps.set(file.path, stamp);
    files.push(file);
  }
  return { revision: `sha256:${revision.digest('hex')}`, stamps, files };
}
