import { RepositoryHostType } from '../types/repositoryHosts';

/**
 * What may not be known of a source, because of the kind of its host.
 *
 * - `commits`: the commits behind a change
 * - `manyCommits`: the same, where there are 50 or more since the sync before
 * - `pushedFiles`: which files a push touches, so each one to the repository of an application is looked into
 * - `defaultBranches`: whether a push is to the default branch
 * - `newNamesOfApplications`: what the repositories of applications are called after they were renamed
 * - `links`: that a build file is a symbolic link
 * - `checks`: pull requests are not checked
 *
 * @public
 */
export type HostFact =
  | 'commits'
  | 'manyCommits'
  | 'pushedFiles'
  | 'defaultBranches'
  | 'newNamesOfApplications'
  | 'links'
  | 'checks';

/**
 * What is missing on each kind of host.
 *
 * @public
 */
export const MISSING_FACTS: Record<RepositoryHostType, readonly HostFact[]> = {
  github: [],
  gitlab: ['manyCommits', 'pushedFiles'],
  bitbucketCloud: ['manyCommits', 'pushedFiles', 'defaultBranches', 'checks'],
  bitbucketServer: [
    'manyCommits',
    'pushedFiles',
    'defaultBranches',
    'links',
    'checks',
  ],
  azure: ['commits', 'pushedFiles', 'newNamesOfApplications', 'checks'],
  gitea: ['manyCommits', 'pushedFiles', 'checks'],
};
