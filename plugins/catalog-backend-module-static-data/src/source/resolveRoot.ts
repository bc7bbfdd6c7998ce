import { realpath, stat } from 'node:fs/promises';
import { directoryNotFound } from './toDirectoryFailure';

/**
 * Finds where a directory really is.
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
