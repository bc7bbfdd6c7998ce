import { SchedulerService } from '@backstage/backend-plugin-api';
import { durationToMilliseconds } from '@backstage/types';
import {
  isSyncedConfiguration,
  SyncSourceConfig,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { SyncRunner } from './SyncRunner';

/** Id of the task that asks for syncs of the default source as scheduled. */
export const SCHEDULE_TASK = 'static-data-sync';

/** A request of the schedule. */
export const SCHEDULED = { syncType: 'SCHEDULED', dryRun: false } as const;

/**
 * Creates what asks for the sync that follows the start of a process: at once if the catalog shows
 * what was read with another configuration, otherwise after the initial delay. Called again and
 * again, it does nothing once a sync has started, in whichever process.
 */
export async function createStartRequester(options: {
  config: SyncSourceConfig;
  store: SourceStore;
  runner: SyncRunner;
  scheduler: SchedulerService;
  /** Of the task that asks for syncs as scheduled. */
  scheduleTaskId: string;
}): Promise<() => Promise<void>> {
  const { config, store, runner, scheduler, scheduleTaskId } = options;
  const { initialDelay } = config.schedule;
  const dueAt = performance.now() + durationToMilliseconds(initialDelay);
  const before = await listLatestSyncs(store);
  let isDone = false;
  return async () => {
    if (isDone) {
      return;
    }
    if (!isSyncedConfiguration(config, await store.state.get())) {
      // A process with the old configuration may have taken the request; so this one tries again
      // until it has had its turn.
      isDone = runner.hasSynced;
      if (!isDone) {
        await store.refreshRequests.enqueue(SCHEDULED);
      }
      return;
    }
    const latest = await listLatestSyncs(store);
    isDone = latest.some(id => !before.includes(id));
    // The scheduler rather than a request: on a first start, its own first run is due as well.
    if (
      !isDone &&
      performance.now() >= dueAt &&
      (await store.refreshRequests.count({ dryRun: false })) === 0
    ) {
      await scheduler.triggerTask(scheduleTaskId);
    }
  };
}

/** Ids of the latest syncs that are not dry runs: of the one that has ended, and of the one that has not. */
async function listLatestSyncs({
  history,
  lease,
}: SourceStore): Promise<string[]> {
  const [ended, running, expired] = await Promise.all([
    history.getLatest(),
    lease.getRunning(),
    lease.findExpired(),
  ]);
  return [
    ended?.id,
    running && !running.dryRun && running.id,
    expired && !expired.dryRun && expired.syncId,
  ].filter(id => typeof id === 'string');
}
