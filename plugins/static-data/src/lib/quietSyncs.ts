import {
  isQuietSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';

/** Groups the syncs of which nobody has to know with their neighbours; every other stands alone. */
export function groupQuietSyncs(
  syncs: SyncHistoryRecord[],
): SyncHistoryRecord[][] {
  const groups: SyncHistoryRecord[][] = [];
  let previous: SyncHistoryRecord | undefined;
  for (const sync of syncs) {
    if (previous && isQuietSync(previous) && isQuietSync(sync)) {
      groups[groups.length - 1].push(sync);
    } else {
      groups.push([sync]);
    }
    previous = sync;
  }
  return groups;
}
