import {
  SyncConfigSnapshot,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';

const COMMIT = /^[0-9a-f]{40}$/;
const SHORT_LENGTH = 7;

/** These are in the repositories of the applications, not in the source. */
const BUILD_FILE = /(^|\/)build\.gradle(\.kts)?$/;

/** The first characters of a commit, as Git shows them, or of the digest of a directory. */
export function shortRevision(revision: string): string {
  return revision.replace(/^sha256:/, '').slice(0, SHORT_LENGTH);
}

/** What tells where the source of a sync is on the web. */
export type SourceVersion = Pick<
  SyncHistoryRecord,
  'revision' | 'configSnapshot'
>;

/**
 * Where the commit of a sync can be looked at. Undefined when the source is not
 * on the web, or the revision is not a commit.
 */
export function commitUrl(version: SourceVersion): string | undefined {
  return repositoryUrl(version, `commit/${version.revision}`);
}

/**
 * Where a file of the source can be looked at as a sync read it. Undefined when the
 * source is not on the web, the revision is not a commit, or the file is a build file.
 */
export function fileUrl(
  version: SourceVersion,
  place: { file: string; line?: number },
): string | undefined {
  if (BUILD_FILE.test(place.file)) {
    return undefined;
  }
  const path = place.file.split('/').map(encodeURIComponent).join('/');
  const line = place.line ? `#L${place.line}` : '';
  return repositoryUrl(version, `blob/${version.revision}/${path}${line}`);
}

function repositoryUrl(
  { revision, configSnapshot }: SourceVersion,
  path: string,
): string | undefined {
  const { url, repository } = configSnapshot;
  if (!url || !revision || !COMMIT.test(revision)) {
    return undefined;
  }
  const { origin, protocol } = parseUrl(url) ?? {};
  return protocol === 'https:' || protocol === 'http:'
    ? `${origin}/${repository}/${path}`
    : undefined;
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** Where the branch of a source is on the web, below its repository. */
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
