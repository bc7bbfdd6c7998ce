import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';

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
