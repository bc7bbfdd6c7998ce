import {
  LineRange,
  PreviewedPullRequest,
  REPOSITORY_HOST_TYPES,
  RepositoryHostType,
  RepositoryPages,
  repositoryPages,
  SyncConfigSnapshot,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';

const COMMIT = /^[0-9a-f]{40}$/;
const WEB_PAGE = /^https?:\/\//;
const SHORT_LENGTH = 7;

/** Build files are in the repositories of the applications, not in the source. */
const BUILD_FILE = /(^|\/)build\.gradle(\.kts)?$/;

/** Abbreviates a commit hash, as Git does, or the digest of a directory. */
export function shortRevision(revision: string): string {
  return revision.replace(/^sha256:/, '').slice(0, SHORT_LENGTH);
}

/** The source of a sync, and the revision that it read. */
export type SourceVersion = Pick<
  SyncHistoryRecord,
  'revision' | 'configSnapshot'
>;

/**
 * The URL of the commit that a sync read. Undefined if the source is not on the web, or the
 * revision is not a commit.
 */
export function commitUrl({
  revision,
  configSnapshot,
}: SourceVersion): string | undefined {
  return isCommit(revision)
    ? pagesOf(configSnapshot)?.commit(revision)
    : undefined;
}

/**
 * The URL of a file of the source at the commit that a sync read. Undefined if the source is not
 * on the web, the revision is not a commit, or the file is a build file.
 */
export function fileUrl(
  { revision, configSnapshot }: SourceVersion,
  place: { file: string; lines?: LineRange },
): string | undefined {
  return isCommit(revision) && !BUILD_FILE.test(place.file)
    ? pagesOf(configSnapshot)?.file(
        { commit: revision },
        place.file,
        place.lines,
      )
    : undefined;
}

/**
 * The URL at which the host compares two commits. Undefined if the source is not on the web, or a
 * revision is not a commit.
 *
 * @param range - `isStraight`: whether the one is known to follow on the other
 */
export function compareUrl(
  configSnapshot: SyncConfigSnapshot,
  range: { from: string; to: string; isStraight: boolean },
): string | undefined {
  const { from, to, isStraight } = range;
  return isCommit(from) && isCommit(to)
    ? pagesOf(configSnapshot)?.compare(from, to, isStraight)
    : undefined;
}

/** The URL of the branch of a source. */
export function branchUrl(
  source: Pick<SyncConfigSnapshot, 'url' | 'hostType' | 'branch'>,
): string | undefined {
  return pagesOf(source)?.branch(source.branch);
}

/** Whether a revision is a commit, and not the digest of a directory. */
export function isCommit(revision: string | undefined): revision is string {
  return revision !== undefined && COMMIT.test(revision);
}

/** Undefined if the source is not on the web, or on a host that only another release knows. */
function pagesOf({
  url,
  hostType = 'github',
}: Pick<SyncConfigSnapshot, 'url' | 'hostType'>): RepositoryPages | undefined {
  return url && WEB_PAGE.test(url) && REPOSITORY_HOST_TYPES.includes(hostType)
    ? repositoryPages(hostType, url)
    : undefined;
}

/** Whether a source has branches; a directory has none. */
export function hasBranches({
  branch,
}: Pick<SyncConfigSnapshot, 'branch'>): boolean {
  return branch !== '-';
}

/** A pull request as its host writes it, such as `#12` or, on GitLab, `!12`. */
export function pullRequestName(
  { number }: Pick<PreviewedPullRequest, 'number'>,
  hostType: RepositoryHostType | undefined,
): string {
  return `${hostType === 'gitlab' ? '!' : '#'}${number}`;
}
