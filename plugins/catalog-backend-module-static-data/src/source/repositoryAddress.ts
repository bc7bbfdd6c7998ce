import { ApplicationRepository } from '@internal/plugin-static-data-model';
import { fetchFailure } from './sourceFailures';

/** A repository on a host. */
export type RepositoryAddress = RepositoryName & { host: string };

type RepositoryName = Pick<ApplicationRepository, 'owner' | 'name'>;

/** `owner/name`, as it is written in findings. */
export function nameOf({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}

/** Rejects names that would lead to another place in an address or a path. */
export function assertRepositoryName(repository: RepositoryName): void {
  for (const part of [repository.owner, repository.name]) {
    if (!/^[\w.-]+$/.test(part) || /^\.+$/.test(part)) {
      throw fetchFailure({
        code: 'SCHEMA',
        message: `${JSON.stringify(
          nameOf(repository),
        )} is not the name of a repository`,
        hint: `Write the repository as 'owner/name'.`,
      });
    }
  }
}

/** Rejects what cannot be a branch, tag or commit in Git. */
export function assertRef(ref: string): void {
  const valid =
    /^[^\s~^:?*[\\]+$/.test(ref) &&
    !ref.includes('..') &&
    !/^[-/.]|[/.]$|\/\/|@\{/.test(ref);
  if (!valid) {
    throw fetchFailure({
      code: 'SCHEMA',
      message: `${JSON.stringify(
        ref,
      )} is not the name of a branch, a tag or a commit`,
      hint: 'Give the name of a branch or tag, or the id of a commit.',
    });
  }
}

/** Address of a repository at its default branch. */
export function repositoryUrl(repository: RepositoryAddress): string {
  return `https://${repository.host}/${nameOf(repository)}`;
}

/** Address of the root folder of a repository, for a URL reader. */
export function treeUrl(repository: RepositoryAddress, ref: string): string {
  return `${repositoryUrl(repository)}/tree/${encodeRef(ref)}`;
}

/** Address of a file of a repository, for a URL reader. */
export function blobUrl(
  repository: RepositoryAddress,
  ref: string,
  path: string,
): string {
  return `${repositoryUrl(repository)}/blob/${encodeRef(ref)}/${encodePath(
    path,
  )}`;
}

/** Address of a file of a repository, for people. */
export function browseUrl(
  repository: RepositoryAddress,
  ref: string,
  path: string,
): string {
  return `${repositoryUrl(repository)}/blob/${encodePath(ref)}/${encodePath(
    path,
  )}`;
}

/**
 * GithubUrlReader of @backstage/backend-defaults 0.18.0 decodes the address once, takes one segment
 * of it as the ref, and puts that into the address of the API as it is. Encoded twice, `feature/x`
 * stays one segment, and arrives encoded once.
 */
function encodeRef(ref: string): string {
  return encodeURIComponent(encodeURIComponent(ref));
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
