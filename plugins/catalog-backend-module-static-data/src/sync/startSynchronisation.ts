import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_REFRESH_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
  SyncEndedEvent,
  SyncProgressEvent,
} from '@internal/plugin-static-data-common';
import { durationToMilliseconds } from '@backstage/types';
import {
  isSyncedConfiguration,
  StaticDataConfig,
  StaticDataStore,
  toConfigSnapshot,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';
import { SyncRecorder } from '../record/SyncRecorder';
import { SyncSpool } from '../record/SyncSpool';
import { Redactor } from '../Redactor';
import { listenForPushes } from './listenForPushes';
import { SyncPipeline, SyncPipelineOptions } from './SyncPipeline';
import { SyncRunner } from './SyncRunner';

/** A request waits no longer than this if its event went to another process, or was lost. */
const POLL_INTERVAL = { seconds: 5 };

/** How often a process notes which source it synchronises. */
const SEE_SOURCE_INTERVAL_MS = 60_000;

const SCHEDULE_TASK = 'static-data-sync';

/** A request of the schedule. */
const SCHEDULED = { syncType: 'SCHEDULED', dryRun: false } as const;

/** A task that only writes to the database is stuck after this time. */
const TASK_TIMEOUT = { minutes: 1 };

/** Creates what runs syncs, and connects it with what triggers them. */
export async function startSynchronisation(
  options: SyncPipelineOptions & {
    redactor: Redactor;
    events: EventsService;
    lifecycle: LifecycleService;
    logger: LoggerService;
    scheduler: SchedulerService;
  },
): Promise<void> {
  const { config, provider, store, events, lifecycle, logger, scheduler } =
    options;
  const configSnapshot = toConfigSnapshot(config);
  const spool = new SyncSpool(config.spoolDirectory);
  await spool.check();
  const recorder = new SyncRecorder({
    store,
    spool,
    logger,
    onRecorded: async ({ id, status, dryRun }) => {
      const eventPayload: SyncEndedEvent = { syncId: id, status, dryRun };
      try {
        await events.publish({ topic: STATIC_DATA_SYNC_TOPIC, eventPayload });
      } catch (error) {
        logger.warn(
          `Could not publish the event that sync ${id} has ended; pages and notifications may be late: ${error}`,
        );
      }
    },
  });
  const runner = new SyncRunner({
    store,
    recorder,
    pipeline: new SyncPipeline(options),
    configSnapshot,
    timeoutMs: config.schedule.timeoutMs,
    redactor: options.redactor,
    // Not awaited: a sync goes on whether anybody hears of it or not.
    onProgress: syncId => {
      const eventPayload: SyncProgressEvent = { syncId };
      events
        .publish({ topic: STATIC_DATA_PROGRESS_TOPIC, eventPayload })
        .catch(error =>
          logger.debug(
            `Could not publish the progress of sync ${syncId}: ${error}`,
          ),
        );
    },
    logger,
  });
  // Requests stay queued until the catalog can take what a sync sends.
  const runRequested = async () => {
    if (provider.isConnected()) {
      await runner.runRequested();
    }
  };
  // Not awaited: whoever publishes an event waits for its subscribers.
  const triggerRequested = () =>
    void runRequested().catch(error =>
      logger.error(
        'Could not run the requested syncs; retrying in a few seconds',
        error,
      ),
    );

  await store.configurations.observe(config);
  await events.subscribe({
    id: 'static-data-refresh-worker',
    topics: [STATIC_DATA_REFRESH_TOPIC],
    onEvent: async () => triggerRequested(),
  });

  if (config.source.type === 'github') {
    await listenForPushes({
      source: config.source,
      store,
      events,
      logger,
      onRequested: triggerRequested,
    });
  }

  // Only asks for a sync: whatever happens to the sync, the schedule goes on.
  await scheduler.scheduleTask({
    id: SCHEDULE_TASK,
    frequency: config.schedule.frequency.frequency,
    initialDelay: config.schedule.initialDelay,
    timeout: TASK_TIMEOUT,
    fn: async () => {
      await store.state.noteScheduled();
      await store.refreshRequests.enqueue(SCHEDULED);
      triggerRequested();
    },
  });
  const requestAtStart = await createStartRequester({ ...options, runner });
  const seeSource = createSourceWatch(options);
  await scheduler.scheduleTask({
    id: 'static-data-refresh-requests',
    scope: 'local',
    frequency: POLL_INTERVAL,
    timeout: { milliseconds: config.schedule.timeoutMs },
    fn: async () => {
      await recorder.replay();
      await runner.recordInterrupted();
      await requestAtStart();
      await seeSource();
      await runRequested();
    },
  });
  lifecycle.addShutdownHook(() => runner.stop());
}

/**
 * Creates what asks for the sync that follows the start of a process: at once if the catalog shows
 * what was read with another configuration, otherwise after the initial delay. Called again and
 * again, it does nothing once a sync has started, in whichever process.
 */
async function createStartRequester(options: {
  config: StaticDataConfig;
  store: StaticDataStore;
  runner: SyncRunner;
  scheduler: SchedulerService;
}): Promise<() => Promise<void>> {
  const { config, store, runner, scheduler } = options;
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
      (await store.refreshRequests.count()) === 0
    ) {
      await scheduler.triggerTask(SCHEDULE_TASK);
    }
  };
}

/**
 * Creates what notes now and then that this process synchronises its source, and warns of processes
 * that synchronise another one on the same database.
 */
function createSourceWatch(options: {
  config: StaticDataConfig;
  store: StaticDataStore;
  logger: LoggerService;
}): () => Promise<void> {
  const { config, store, logger } = options;
  const fingerprint = toSourceFingerprint(config);
  const { repository, branch } = toConfigSnapshot(config);
  const name = branch === '-' ? repository : `${repository} at ${branch}`;
  let seenAt = -Infinity;
  let lastCompeting = '';
  return async () => {
    if (performance.now() - seenAt < SEE_SOURCE_INTERVAL_MS) {
      return;
    }
    await store.activeSources.see(fingerprint, name);
    seenAt = performance.now();
    const competing = await store.activeSources.listCompeting(fingerprint);
    const text = competing.join(', ');
    if (text && text !== lastCompeting) {
      logger.warn(
        `Backends on the same database synchronise other sources (${text}), so every sync replaces what theirs sent; give each a database of its own`,
      );
    }
    lastCompeting = text;
  };
}

/** Ids of the latest syncs that are not dry runs: of the one that has ended, and of the one that has not. */
async function listLatestSyncs({
  history,
  lease,
}: StaticDataStore): Promise<string[]> {
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
