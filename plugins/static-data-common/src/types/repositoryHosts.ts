/**
 * All values of {@link RepositoryHostType}.
 *
 * @public
 */
export const REPOSITORY_HOST_TYPES = [
  'github',
  'gitlab',
  'bitbucketCloud',
  'bitbucketServer',
  'azure',
  'gitea',
] as const;

/**
 * A kind of host that repositories are read from, by the name of its integration in Backstage.
 *
 * @public
 */
export type RepositoryHostType = (typeof REPOSITORY_HOST_TYPES)[number];
