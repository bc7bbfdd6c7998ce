import {
  countChangedEntities,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';

/** Whether nobody has to know of a sync: it ran by itself, found nothing wrong and changed nothing. */
function isQuiet(sync: SyncHistoryRecord): boolean {
  const { status, syncType, dryRun, drift, unreadable, stats } = sync;
  return (
    status === 'SUCCESS' &&
    syncType !== 'MANUAL' &&
    !dryRun &&
    !drift &&
    !unreadable &&
    countChangedEntities(stats) === 0
  );
}

/** Groups the syncs of which nobody has to know with their neighbours; every other stands alone. */
export function groupQuietSyncs(
  syncs: SyncHistoryRecord[],
): SyncHistoryRecord[][] {
  const groups: SyncHistoryRecord[][] = [];
  let previous: SyncHistoryRecord | undefined;
  for (const sync of syncs) {
    if (previous && isQuiet(previous) && isQuiet(sync)) {
      groups[groups.length - 1].push(sync);
    } else {
      groups.push([sync]);
    }
    previous = sync;
  }
  return groups;
}
