import { posix } from 'node:path';
import { fetchFailure } from './sourceFailures';

/** Bytes of all build files of one build, which are in memory at once. */
const MAX_TOTAL_SIZE = 16 * 1024 * 1024;

/** The files of a repository at one branch, tag or commit. */
export interface RepositoryFiles {
  /**
   * The files in a folder, at least those with these names, each with an id that changes with its
   * content; undefined if there is no such folder. The root is the empty path.
   *
   * @param areNamesKnown - whether an earlier read asked for the same names
   */
  list(
    folder: string,
    names: readonly string[],
    areNamesKnown: boolean,
  ): Promise<Map<string, string> | undefined>;
  read(path: string): Promise<string>;
}

/**
 * Creates a function to be told of the size of each build file that is kept.
 *
 * @param maxTotalSize - bytes, where fewer are allowed than by the limit
 * @returns throws when they are too large together
 */
export function createSizeCheck(
  maxTotalSize = MAX_TOTAL_SIZE,
): (size: number) => void {
  const maxSize = Math.min(maxTotalSize, MAX_TOTAL_SIZE);
  let total = 0;
  return size => {
    total += size;
    if (total > maxSize) {
      throw fetchFailure({
        code: 'TOO_LARGE',
        message: `The build files have more than ${maxSize} bytes together, which is the limit`,
        hint: `Name the folder of each application in 'path'.`,
      });
    }
  };
}

/** The first of these files that a folder has. */
export function findFile(
  listed: Map<string, string>,
  folder: string,
  names: readonly string[],
): { path: string; id: string } | undefined {
  const name = names.find(each => listed.has(each));
  return name === undefined
    ? undefined
    : { path: posix.join(folder, name), id: listed.get(name)! };
}

/** The folder that a file or a folder is in. */
export function toFolder(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}
