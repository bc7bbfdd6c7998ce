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
import {
  scheduleTask,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import { SyncRecorder } from '../record/SyncRecorder';
import { SyncSpool } from '../record/SyncSpool';
import { Redactor } from '../Redactor';
import { createSourceWatch } from './createSourceWatch';
import {
  createStartRequester,
  SCHEDULE_TASK,
  SCHEDULED,
} from './createStartRequester';
import { listenForPushes } from './listenForPushes';
import { SyncPipeline, SyncPipelineOptions } from './SyncPipeline';
import { SyncRunner } from './SyncRunner';

/** A request waits no longer than this if its event went to another process, or was lost. */
const POLL_INTERVAL = { seconds: 5 };

/** How often a process notes which source it synchronises. */
const SEE_SOURCE_INTERVAL = { minutes: 1 };

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

  const { source } = config;
  if (source.type !== 'directory') {
    await listenForPushes({
      source,
      store,
      events,
      logger,
      onRequested: triggerRequested,
    });
  }

  // Only asks for a sync: whatever happens to the sync, the schedule goes on.
  await scheduleTask(scheduler, {
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
  await scheduleTask(scheduler, {
    id: 'static-data-refresh-requests',
    scope: 'local',
    frequency: POLL_INTERVAL,
    timeout: { milliseconds: config.schedule.timeoutMs },
    fn: async () => {
      await recorder.replay();
      await runner.recordInterrupted();
      await requestAtStart();
      await runRequested();
    },
  });
  await scheduleTask(scheduler, {
    id: 'static-data-active-source',
    scope: 'local',
    frequency: SEE_SOURCE_INTERVAL,
    timeout: TASK_TIMEOUT,
    fn: createSourceWatch(options),
  });
  lifecycle.addShutdownHook(() => runner.stop());
}
