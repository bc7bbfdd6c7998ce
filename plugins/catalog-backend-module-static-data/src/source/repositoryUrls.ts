import { isRef, RepositoryAddress } from '@internal/plugin-static-data-model';
import { SourceConfig, SyncState } from '@internal/plugin-static-data-node';
import { fetchFailure } from './sourceFailures';

export type RepositoryName = Pick<RepositoryAddress, 'owner' | 'name'>;

/** A repository on a host. */
export type HostedRepository = RepositoryName & { host: string };

/** `owner/name`, as it is written in findings. */
export function nameOf({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}

/**
 * Reads what a host calls a repository.
 *
 * @param fullName - `owner/name`
 * @returns undefined if it is the name that the repository was asked for by, in whatever case
 */
export function toNewName(
  repository: RepositoryName,
  fullName: string,
): RepositoryName | undefined {
  const end = fullName.lastIndexOf('/');
  return fullName.toLowerCase() === nameOf(repository).toLowerCase()
    ? undefined
    : { owner: fullName.slice(0, end), name: fullName.slice(end + 1) };
}

/** The repository that a source asks for, as it is kept in its state. */
export function repositoryOf(source: SourceConfig): string | undefined {
  return source.type === 'directory'
    ? undefined
    : `${source.host}/${nameOf(source)}`;
}

/**
 * What the host calls the repository of a source, as `owner/name`, if it is known to be renamed. What the
 * host called a repository that was configured before says nothing of this one.
 */
export function findNewName(
  state: Pick<SyncState, 'repository' | 'renamedTo'>,
  source: SourceConfig,
): string | undefined {
  return state.repository === repositoryOf(source)
    ? state.renamedTo
    : undefined;
}

/** Rejects what cannot be a branch, tag or commit in Git. */
export function assertRef(ref: string): void {
  if (!isRef(ref)) {
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
export function repositoryUrl(repository: HostedRepository): string {
  return `https://${repository.host}/${nameOf(repository)}`;
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
