import { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  dataFilesOf,
  inParallel,
  SourceFilesConfig,
} from '@internal/plugin-static-data-model';
import { notAFolder, tooManyFiles } from '../sourceFailures';
import {
  directoryNotFound,
  isBrokenLink,
  toDirectoryFailure,
} from './toDirectoryFailure';

/**
 * A file below the root of a directory.
 */
export interface ListedFile {
  /** Path from the root, with forward slashes. */
  path: string;
  /** Where its content is; undefined for a symbolic link that is not followed. */
  realPath: string | undefined;
}

interface Folder {
  path: string;
  realPath: string;
  /** Real paths of the root and of the folders that led here: a link to one of them is a loop. */
  trail: string[];
}

/**
 * Lists the files of a directory that a sync can use. Symbolic links are
 * followed as long as they stay below the root; those that do not are listed,
 * without a real path.
 *
 * @param root - real path of the root
 */
export async function listDirectory(
  root: string,
  files: SourceFilesConfig,
  options: { maxFiles: number; signal: AbortSignal },
): Promise<ListedFile[]> {
  const { maxFiles, signal } = options;
  const found: ListedFile[] = [];
  const add = (file: ListedFile) => {
    if (found.push(file) > maxFiles) {
      throw tooManyFiles(maxFiles);
    }
  };

  for (const path of dataFilesOf(files)) {
    const target = await resolveInside(root, path, signal);
    if (target.kind !== 'absent' && target.kind !== 'folder') {
      add({ path, realPath: target.realPath });
    }
  }

  let visited = 0;
  const visit = async (folder: Folder): Promise<Folder[]> => {
    signal.throwIfAborted();
    visited += 1;
    if (visited > maxFiles) {
      throw tooManyFiles(maxFiles);
    }
    const subfolders: Folder[] = [];
    for (const entry of await entriesOf(root, folder, signal)) {
      const path = `${folder.path}/${entry.name}`;
      const target = await resolveEntry(root, folder, entry, signal);
      if (target.kind === 'folder') {
        const trail = [...folder.trail, folder.realPath];
        if (!trail.includes(target.realPath)) {
          subfolders.push({ path, realPath: target.realPath, trail });
        }
      } else if (target.kind !== 'absent') {
        add({ path, realPath: target.realPath });
      }
    }
    return subfolders;
  };
  let folders = await contractsFolder(root, files.contracts, signal);
  while (folders.length > 0) {
    folders = (await inParallel(folders, visit)).flat();
  }
  return found;
}

type Target =
  | { kind: 'file' | 'folder'; realPath: string }
  | { kind: 'notFollowed' | 'absent'; realPath: undefined };

const ABSENT: Target = { kind: 'absent', realPath: undefined };
const NOT_FOLLOWED: Target = { kind: 'notFollowed', realPath: undefined };

/**
 * Follows the links of a directory's path.
 *
 * @throws SyncStepError if it is something else, and errors of the file system as they are
 */
export async function resolveRoot(directory: string): Promise<string> {
  const root = await realpath(directory);
  if (!(await stat(root)).isDirectory()) {
    throw directoryNotFound(directory, 'is not a directory');
  }
  return root;
}

/**
 * Finds what is at a path below the root, without leaving the root.
 */
export async function resolveInside(
  root: string,
  path: string,
  signal: AbortSignal,
): Promise<Target> {
  try {
    const realPath = await followLinks(join(root, path));
    if (realPath === undefined) {
      return ABSENT;
    }
    if (realPath === 'broken' || !isInside(root, realPath)) {
      return NOT_FOLLOWED;
    }
    const stats = await stat(realPath);
    if (stats.isDirectory()) {
      return { kind: 'folder', realPath };
    }
    // Reading a pipe or a device could take for ever.
    return stats.isFile() ? { kind: 'file', realPath } : ABSENT;
  } catch (error) {
    throw toDirectoryFailure(error, root, path, signal);
  }
}

async function contractsFolder(
  root: string,
  path: string,
  signal: AbortSignal,
): Promise<Folder[]> {
  const target = await resolveInside(root, path, signal);
  switch (target.kind) {
    case 'folder':
      return [{ path, realPath: target.realPath, trail: [root] }];
    case 'absent':
      return [];
    default:
      throw notAFolder(path);
  }
}

async function entriesOf(
  root: string,
  folder: Folder,
  signal: AbortSignal,
): Promise<Dirent[]> {
  try {
    return await readdir(folder.realPath, { withFileTypes: true });
  } catch (error) {
    throw toDirectoryFailure(error, root, folder.path, signal);
  }
}

async function resolveEntry(
  root: string,
  folder: Folder,
  entry: Dirent,
  signal: AbortSignal,
): Promise<Target> {
  const realPath = join(folder.realPath, entry.name);
  if (entry.isDirectory()) {
    return { kind: 'folder', realPath };
  }
  if (entry.isFile()) {
    return { kind: 'file', realPath };
  }
  return entry.isSymbolicLink()
    ? resolveInside(root, `${folder.path}/${entry.name}`, signal)
    : ABSENT;
}

/** Real path of a location; undefined when nothing is there, not even a link. */
async function followLinks(location: string): Promise<string | undefined> {
  try {
    return await realpath(location);
  } catch (error) {
    if (!isBrokenLink(error)) {
      throw error;
    }
  }
  try {
    await lstat(location);
    return 'broken';
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
