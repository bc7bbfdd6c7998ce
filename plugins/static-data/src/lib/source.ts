import {
  LineRange,
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
export function commitUrl(version: SourceVersion): string | undefined {
  return repositoryUrl(version, `commit/${version.revision}`);
}

/**
 * The URL of a file of the source at the commit that a sync read. Undefined if the source is not
 * on the web, the revision is not a commit, or the file is a build file.
 */
export function fileUrl(
  version: SourceVersion,
  place: { file: string; lines?: LineRange },
): string | undefined {
  if (BUILD_FILE.test(place.file)) {
    return undefined;
  }
  const path = place.file.split('/').map(encodeURIComponent).join('/');
  return repositoryUrl(
    version,
    `blob/${version.revision}/${path}${toFragment(place.lines)}`,
  );
}

function toFragment(lines: LineRange | undefined): string {
  if (!lines) {
    return '';
  }
  const { start, end } = lines;
  return start === end ? `#L${start}` : `#L${start}-L${end}`;
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
  // With three dots GitHub leaves out what only the first one has.
  const dots = isStraight ? '...' : '..';
  return COMMIT.test(from)
    ? repositoryUrl(
        { revision: to, configSnapshot },
        `compare/${from}${dots}${to}`,
      )
    : undefined;
}

function repositoryUrl(
  { revision, configSnapshot }: SourceVersion,
  path: string,
): string | undefined {
  const { url } = configSnapshot;
  return url && WEB_PAGE.test(url) && revision && COMMIT.test(revision)
    ? `${url}/${path}`
    : undefined;
}

/** The URL of the branch of a source. */
export function branchUrl({
  url,
  branch,
}: Pick<SyncConfigSnapshot, 'url' | 'branch'>): string | undefined {
  const path = branch.split('/').map(encodeURIComponent).join('/');
  return url && `${url}/tree/${path}`;
}

/** Whether a source has branches; a directory has none. */
export function hasBranches({
  branch,
}: Pick<SyncConfigSnapshot, 'branch'>): boolean {
  return branch !== '-';
}
