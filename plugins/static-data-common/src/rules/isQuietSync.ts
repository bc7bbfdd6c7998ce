import { SyncHistoryRecord } from '../types';
import { countChangedEntities } from './countChangedEntities';

/**
 * Whether nobody has to know of a sync: it ran by itself, found nothing wrong and changed nothing.
 *
 * @public
 */
export function isQuietSync(sync: SyncHistoryRecord): boolean {
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
