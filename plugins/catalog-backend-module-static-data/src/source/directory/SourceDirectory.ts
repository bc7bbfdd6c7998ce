import { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  createYielder,
  dataFilesOf,
  inParallel,
  SourceFilesConfig,
} from '@internal/plugin-static-data-model';
import { ReadBudget } from '../ReadBudget';
import { notAFolder } from '../sourceFailures';
import {
  BESIDE_OTHER_WORK,
  DirectoryFile,
  FileCalls,
  readDirectoryFile,
  toFileStamp,
} from './readDirectoryFile';
import {
  directoryNotFound,
  isBrokenLink,
  toDirectoryFailure,
} from './toDirectoryFailure';

/** A file below the root of a directory. */
export interface ListedFile {
  /** Path from the root, with forward slashes. */
  path: string;
  /** Where its content is; undefined for a symbolic link that is not followed. */
  realPath: string | undefined;
}

interface ResolvedFolder {
  path: string;
  realPath: string;
}

interface Folder extends ResolvedFolder {
  /** Real paths of the root and of the folders that led here: a link to one of them is a loop. */
  trail: string[];
}

/** What is at a path. A link that is broken or leads out of the directory is not followed. */
export type Target =
  | { kind: 'file'; realPath: string }
  | {
      kind: 'folder';
      realPath: string;
      /** Of its list of names; see `toFileStamp`. */
      stamp?: string;
    }
  | { kind: 'notFollowed' | 'absent'; realPath: undefined };

const ABSENT: Target = { kind: 'absent', realPath: undefined };
const NOT_FOLLOWED: Target = { kind: 'notFollowed', realPath: undefined };

/** How a directory is read. */
export interface SourceDirectoryOptions {
  /** Whether symbolic links that stay below the root are followed, as they are by default. */
  followsLinks?: boolean;
  /** How files are opened, read and closed; beside other work unless told otherwise. */
  fileCalls?: FileCalls;
}

/**
 * Reads a directory, and never leaves it. Whatever fails is thrown as a SyncFindingError; an aborted
 * signal may also throw its reason.
 */
export class SourceDirectory {
  readonly #directory: string;
  /** Real path of the directory. */
  readonly #root: string;
  readonly #signal: AbortSignal;
  readonly #followsLinks: boolean;
  readonly #fileCalls: FileCalls;
  /** Shared by all that is read at the same time. */
  readonly #yieldWhenDue: () => Promise<void>;

  private constructor(
    directory: string,
    root: string,
    signal: AbortSignal,
    {
      followsLinks = true,
      fileCalls = BESIDE_OTHER_WORK,
    }: SourceDirectoryOptions,
  ) {
    this.#directory = directory;
    this.#root = root;
    this.#signal = signal;
    this.#followsLinks = followsLinks;
    this.#fileCalls = fileCalls;
    this.#yieldWhenDue = createYielder(signal);
  }

  static async open(
    directory: string,
    signal: AbortSignal,
    options: SourceDirectoryOptions = {},
  ): Promise<SourceDirectory> {
    try {
      signal.throwIfAborted();
      const root = await realpath(directory);
      if (!(await stat(root)).isDirectory()) {
        throw directoryNotFound(directory, 'is not a directory');
      }
      return new SourceDirectory(directory, root, signal, options);
    } catch (error) {
      throw toDirectoryFailure(error, directory, undefined, signal);
    }
  }

  /**
   * Lists the files that a sync can use. Symbolic links are followed as long as they stay below
   * the root, if at all; those that are not are listed, without a real path.
   */
  async listFiles(
    files: SourceFilesConfig,
    budget: ReadBudget,
  ): Promise<ListedFile[]> {
    const found: ListedFile[] = [];
    const add = (file: ListedFile) => {
      budget.addPath(file.path);
      found.push(file);
    };

    for (const path of dataFilesOf(files)) {
      const { kind, realPath } = await this.resolve(path);
      if (kind !== 'absent' && kind !== 'folder') {
        add({ path, realPath });
      }
    }

    const visit = async (folder: Folder): Promise<Folder[]> => {
      this.#signal.throwIfAborted();
      // Without files in them, folders would not count, and can be as many and as deep.
      budget.addPath(folder.path);
      const subfolders: Folder[] = [];
      const trail = [...folder.trail, folder.realPath];
      for (const entry of await this.listEntries(folder)) {
        await this.#yieldWhenDue();
        const path = `${folder.path}/${entry.name}`;
        const { kind, realPath } = await this.resolveEntry(folder, entry);
        if (kind === 'file' || kind === 'notFollowed') {
          add({ path, realPath });
        } else if (kind === 'folder' && !trail.includes(realPath)) {
          subfolders.push({ path, realPath, trail });
        }
      }
      return subfolders;
    };
    const contracts = await this.resolve(files.contracts);
    if (contracts.kind === 'file' || contracts.kind === 'notFollowed') {
      throw notAFolder(files.contracts);
    }
    let folders: Folder[] =
      contracts.kind === 'folder'
        ? [
            {
              path: files.contracts,
              realPath: contracts.realPath,
              trail: [this.#root],
            },
          ]
        : [];
    while (folders.length > 0) {
      folders = (await inParallel(folders, visit)).flat();
    }
    return found;
  }

  /** Finds what is at a path below the root. */
  async resolve(path: string): Promise<Target> {
    return this.#explain(path, async () => {
      const location = join(this.#root, path);
      const realPath = await unlessBroken(realpath(location));
      if (realPath === undefined) {
        return (await unlessBroken(lstat(location))) ? NOT_FOLLOWED : ABSENT;
      }
      if (!isInside(this.#root, realPath)) {
        return NOT_FOLLOWED;
      }
      if (!this.#followsLinks && realPath !== location) {
        const isLink = (await lstat(location)).isSymbolicLink();
        return isLink ? NOT_FOLLOWED : ABSENT;
      }
      const stats = await stat(realPath, { bigint: true });
      if (stats.isDirectory()) {
        return { kind: 'folder', realPath, stamp: toFileStamp(stats) };
      }
      // Reading a pipe or a device could take for ever.
      return stats.isFile() ? { kind: 'file', realPath } : ABSENT;
    });
  }

  /** Lists what is in a folder that was found. */
  async listEntries(folder: ResolvedFolder): Promise<Dirent[]> {
    return this.#explain(folder.path, () =>
      readdir(folder.realPath, { withFileTypes: true }),
    );
  }

  /** Finds what is at a path in a folder, which takes no look at it unless it is a link. */
  async resolveEntry(folder: ResolvedFolder, entry: Dirent): Promise<Target> {
    const realPath = join(folder.realPath, entry.name);
    if (entry.isDirectory()) {
      return { kind: 'folder', realPath };
    }
    if (entry.isFile()) {
      return { kind: 'file', realPath };
    }
    return entry.isSymbolicLink()
      ? this.resolve(`${folder.path}/${entry.name}`)
      : ABSENT;
  }

  /** Reads a file that was found; of one over the limit only its size. */
  async readFile(
    file: { path: string; realPath: string },
    options: { maxFileSize: number; onSize?: (size: number) => void },
  ): Promise<DirectoryFile> {
    return this.#explain(file.path, async () => {
      this.#signal.throwIfAborted();
      return readDirectoryFile(file.realPath, {
        ...options,
        yieldWhenDue: this.#yieldWhenDue,
        signal: this.#signal,
        calls: this.#fileCalls,
      });
    });
  }

  async #explain<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, path, this.#signal);
    }
  }
}

/** Undefined when nothing is there, or when a link leads nowhere. */
async function unlessBroken<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isBrokenLink(error)) {
      return undefined;
    }
    throw error;
  }
}

function isInside(root: string, realPath: string): boolean {
  return (
    realPath === root ||
    realPath.startsWith(root.endsWith(sep) ? root : root + sep)
  );
}
