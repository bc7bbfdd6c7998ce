import { UrlReaderService } from '@backstage/backend-plugin-api';
import { untilAborted } from './abort';
import { RepositoryAddress, repositoryUrl, treeUrl } from './repositoryAddress';
import { isNotFound } from './toSourceFailure';

/**
 * Asks whether a repository, and the ref in it if one is given, exists and may be seen. GitHub answers "not found"
 * as well for a branch or file that is not there as for a repository that the
 * credentials may not see any more.
 *
 * @throws errors of the reader other than "not found", as they are
 */
export async function isRepositoryVisible(
  reader: UrlReaderService,
  repository: RepositoryAddress & { ref?: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { ref } = repository;
  const url = ref ? treeUrl(repository, ref) : repositoryUrl(repository);
  // The reader cannot ask for less than a tree: the archive is dropped as soon
  // as the repository has answered for itself.
  const unwanted = new AbortController();
  try {
    await untilAborted(signal, () =>
      reader.readTree(url, {
        filter: () => false,
        signal: AbortSignal.any([signal, unwanted.signal]),
      }),
    );
    return true;
  } catch (error) {
    if (isNotFound(error)) {
      return false;
    }
    throw error;
  } finally {
    unwanted.abort();
  }
}
