import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ReadDirectoryOptions,
  readSourceDirectory,
  SourceDirectoryContent,
} from '@internal/plugin-catalog-backend-module-static-data/directory';
import { SyncFindingCode } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { CommandError } from '../CommandError';
import { LoadedConfig } from './loadConfig';

/** Where a directory has the build files of applications; see docs/source-format.md. */
export const REPOSITORIES = 'repositories';

/** What is wrong with the machine, and not with what is in the repository. */
const OF_THE_MACHINE: SyncFindingCode[] = ['AUTH', 'NETWORK', 'TIMEOUT'];

/**
 * Reads a checkout of an architecture repository, as a sync reads it.
 *
 * @throws SyncFindingError where a sync would fail, and CommandError where it cannot be read at all
 */
export async function readCheckout(
  directory: string,
  config: LoadedConfig,
  options: Pick<
    ReadDirectoryOptions,
    'hasBuildFiles' | 'applied' | 'contractCache'
  >,
): Promise<SourceDirectoryContent> {
  if (!(await isFolder(directory))) {
    throw new CommandError(`There is no folder ${directory}`);
  }
  const { source, rootConfig } = config;
  try {
    return await readSourceDirectory(directory, {
      config: source,
      rootConfig,
      ...options,
      signal: new AbortController().signal,
    });
  } catch (error) {
    if (
      error instanceof SyncFindingError &&
      OF_THE_MACHINE.includes(error.finding.code)
    ) {
      throw new CommandError(error.message, { cause: error });
    }
    throw error;
  }
}

/** Whether a checkout has the build files of applications. */
export async function hasRepositories(directory: string): Promise<boolean> {
  return isFolder(join(directory, REPOSITORIES));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
