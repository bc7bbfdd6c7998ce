import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

const COMMIT = /^[0-9a-f]{40}$/;
const SHORT_LENGTH = 7;

/** The first characters of a commit, as Git shows them, or of the digest of a directory. */
export function shortRevision(revision: string): string {
  return revision.replace(/^sha256:/, '').slice(0, SHORT_LENGTH);
}

/**
 * Where the commit of a sync can be looked at. Undefined when the source is not
 * on the web, or the revision is not a commit.
 */
export function commitUrl(
  record: Pick<SyncHistoryRecord, 'revision' | 'configSnapshot'>,
): string | undefined {
  const { url, repository } = record.configSnapshot;
  if (!url || !record.revision || !COMMIT.test(record.revision)) {
    return undefined;
  }
  const { origin, protocol } = parseUrl(url) ?? {};
  return protocol === 'https:' || protocol === 'http:'
    ? `${origin}/${repository}/commit/${record.revision}`
    : undefined;
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
