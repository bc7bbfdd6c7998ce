import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';

/** Where the repository of a source is on the web, out of the address of its branch. */
export function repositoryUrl({
  url,
  repository,
}: Pick<SyncConfigSnapshot, 'url' | 'repository'>): string | undefined {
  const path = `/${repository}`;
  const start = url?.indexOf(`${path}/`) ?? -1;
  return start < 0 ? undefined : url?.slice(0, start + path.length);
}

/** Whether a source has branches; a directory has none. */
export function hasBranches({
  branch,
}: Pick<SyncConfigSnapshot, 'branch'>): boolean {
  return branch !== '-';
}
