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

/** What is a matter of the repositories of applications; everything else, of that of the source. */
const FACTS_OF_APPLICATIONS: readonly HostFact[] = [
  'pushedFiles',
  'defaultBranches',
  'newNamesOfApplications',
  'links',
];

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

/**
 * What may not be known of a source and its applications, because of the kinds of their hosts. Another release may
 * know others.
 *
 * @param sourceType - undefined if the source is a directory
 * @public
 */
export function listMissingFacts(
  sourceType: RepositoryHostType | undefined,
  applicationTypes: RepositoryHostType[] = [],
): HostFact[] {
  const listFacts = (type: RepositoryHostType) => MISSING_FACTS[type] ?? [];
  const ofSource = sourceType ? listFacts(sourceType) : [];
  const ofApplications = applicationTypes.flatMap(listFacts);
  return [
    ...ofSource.filter(fact => !FACTS_OF_APPLICATIONS.includes(fact)),
    ...FACTS_OF_APPLICATIONS.filter(fact => ofApplications.includes(fact)),
  ];
}
