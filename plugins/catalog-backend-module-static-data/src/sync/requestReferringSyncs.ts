import { LoggerService } from '@backstage/backend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { SourceStore } from '@internal/plugin-static-data-node';
import { SCHEDULED } from './createStartRequester';

/**
 * Requests syncs of the other sources that refer to entities which nobody had, after a sync that has added
 * some: what they refer to may be among them, and their findings be out of date.
 */
export async function requestReferringSyncs(
  { source, stats, dryRun }: SyncHistoryRecord,
  options: {
    /** Of all configured sources. */
    stores: SourceStore[];
    logger: LoggerService;
  },
): Promise<void> {
  const { stores, logger } = options;
  if (dryRun || stats.entitiesAdded === 0) {
    return;
  }
  for (const store of stores.filter(({ sourceId }) => sourceId !== source)) {
    const { lastAppliedSyncId: syncId } = await store.state.get();
    if (!syncId) {
      continue;
    }
    const { findings } = await store.findings.list({
      syncId,
      code: ['UNKNOWN_REFERENCE'],
      state: ['new', 'known'],
      limit: 1,
    });
    if (findings.length > 0) {
      logger.info(
        `Requesting a sync of '${store.sourceId}', which may refer to what '${source}' has added`,
      );
      await store.refreshRequests.enqueue(SCHEDULED);
    }
  }
}
