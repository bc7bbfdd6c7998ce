import { posix } from 'node:path';
import { RepositoryHostType } from '@internal/plugin-static-data-common';
import { listPlaces } from '@internal/plugin-static-data-model';
import {
  BuildFileEntry,
  RepositorySourceConfig,
} from '@internal/plugin-static-data-node';

/** What branches are called with in Git. */
export const BRANCH = 'refs/heads/';

/** What a host says of a push. */
export interface Push {
  hostType: RepositoryHostType;
  host: string;
  /** `owner/name`, where the owner may have several names. */
  repository: string;
  /** As in Git: `refs/heads/main`. */
  ref: string;
  /** Undefined if the host does not tell it: then any branch may be the default one. */
  defaultBranch?: string;
  /** Id of the commit. */
  commit: string;
  /** A login. */
  pusher: string;
  /** Paths of all files that the pushed commits touch; undefined if they may not be all. */
  touched?: string[];
}

/** Whether a push went to the configured branch of the configured repository. */
export function isPushToSource(
  push: Push,
  source: RepositorySourceConfig,
  renamedTo?: string,
): boolean {
  return (
    push.ref === `${BRANCH}${source.branch}` &&
    isOfSource(push, source, renamedTo)
  );
}

/**
 * Whether what a host says is about the repository of a source.
 *
 * @param renamedTo - `owner/name`, as the host calls the repository by now
 */
export function isOfSource(
  { host, repository }: Pick<Push, 'host' | 'repository'>,
  source: RepositorySourceConfig,
  renamedTo?: string,
): boolean {
  return (
    isSameText(host, source.host) &&
    [`${source.owner}/${source.name}`, renamedTo ?? ''].some(name =>
      isSameText(repository, name),
    )
  );
}

/**
 * Whether a push may change what is known of build files in its repository. What it does not tell, the
 * next scheduled sync finds out.
 */
export function mayChange(push: Push, entry: BuildFileEntry): boolean {
  const { ref, defaultBranch, touched } = push;
  const isDefault =
    defaultBranch === undefined
      ? ref.startsWith(BRANCH)
      : ref === `${BRANCH}${defaultBranch}`;
  const isOnBranch = listPlaces(entry.address).some(place =>
    place.ref === undefined
      ? isDefault
      : [BRANCH, 'refs/tags/'].some(kind => ref === `${kind}${place.ref}`),
  );
  return (
    isOnBranch &&
    (touched === undefined ||
      touched.some(path => isGradle(path) || entry.paths.includes(path)))
  );
}

/** Whether it can be a build file, settings, or a script that these apply. */
function isGradle(path: string): boolean {
  return /\.gradle(\.kts)?$/.test(posix.basename(path));
}

/** Hosts and repositories have case-insensitive names. */
export function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
