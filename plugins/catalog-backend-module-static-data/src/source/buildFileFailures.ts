import {
  RepositoryAddress,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { nameOf, RepositoryName } from './repositoryUrls';
import { fetchFailure } from './sourceFailures';
import { BuildFilesReadResult } from './SourceReader';

/**
 * The same whether a repository is missing or forbidden: who names it need not learn which. Most hosts
 * only tell the two apart by what it is forbidden by, such as the sign-in of an organisation.
 */
export function missingRepository(repository: string): SyncFindingError {
  return fetchFailure({
    code: 'MISSING_REPOSITORY',
    message: `Repository ${repository} does not exist, or the credentials may not see it`,
    hint: 'Check the spelling, and that the token may read the repository, or take it out of the application.',
  });
}

/**
 * Creates a function to be told what a repository is called now, if that is another name than was asked
 * for.
 *
 * @returns throws if the source may not name that one. Who names it need not learn what it is called.
 */
export function createNameCheck(
  address: RepositoryAddress,
  host: string,
  isAllowed: (repository: RepositoryName) => boolean,
): (renamedTo: RepositoryName) => void {
  return renamedTo => {
    if (!isAllowed(renamedTo)) {
      throw fetchFailure({
        code: 'REPOSITORY_NOT_ALLOWED',
        message: `Repository ${nameOf(
          address,
        )} on ${host} has another name or owner now, by which the source may not name it`,
        hint: `Allow the repository in the configuration, with 'staticData.repositories.allow', or take it out of the application.`,
      });
    }
  };
}

/**
 * What it means that a folder of a repository was not found. Hosts answer the same for a folder, a branch
 * and a repository, and for an empty repository.
 *
 * @param isVisible - whether the repository is there
 * @param hadFiles - whether there were build files before: what they said must not be lost because a
 * default branch is gone, or a host answers with nothing
 */
export function explainMissing(
  address: RepositoryAddress,
  {
    host,
    isVisible,
    hadFiles,
  }: { host: string; isVisible: boolean; hadFiles?: boolean },
): BuildFilesReadResult {
  const repository = `${nameOf(address)} on ${host}`;
  if (!isVisible) {
    throw missingRepository(repository);
  }
  const { ref, path, refAndPath } = address;
  const at = ref === undefined ? '' : ` at ${ref}`;
  if (refAndPath !== undefined || path !== undefined || ref !== undefined) {
    const folder = path ?? (ref === undefined ? undefined : refAndPath);
    const missing =
      folder === undefined
        ? refAndPath ?? `branch, tag or commit ${ref}`
        : `folder ${folder}${at}`;
    throw fetchFailure({
      code: 'NOT_FOUND',
      message: `There is no ${missing} in ${repository}`,
      hint: 'Check the spelling of the branch and the folder that the application names.',
    });
  }
  if (hadFiles) {
    throw fetchFailure({
      code: 'NOT_FOUND',
      message: `There is nothing on the default branch of ${repository}, which had build files before`,
      hint: 'Check that the repository has its default branch, or take it out of the application.',
    });
  }
  return { status: 'read', files: [], findings: [] };
}
