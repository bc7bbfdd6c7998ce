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
import { toConfigSnapshot } from '@internal/plugin-static-data-node';
import { v7 as uuid } from 'uuid';
import { SyncRecorder } from '../record/SyncRecorder';
import { SyncSpool } from '../record/SyncSpool';
import { Redactor } from '../Redactor';
import { listenForPushes } from './listenForPushes';
import { SyncPipeline, SyncPipelineOptions } from './SyncPipeline';
import { SyncRunner } from './SyncRunner';

/** A request waits no longer than this if its event went to another process, or was lost. */
const POLL_INTERVAL = { seconds: 5 };

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
  const recorder = new SyncRecorder({
    store,
    spool: new SyncSpool(config.spoolDirectory),
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

  await store.configurations.observe(configSnapshot);
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

  const timeout = { milliseconds: config.schedule.timeoutMs };
  await scheduler.scheduleTask({
    id: 'static-data-sync',
    frequency: config.schedule.frequency.frequency,
    initialDelay: config.schedule.initialDelay,
    timeout,
    fn: async () => {
      const record = await runner.run({
        syncId: uuid(),
        syncType: 'SCHEDULED',
        dryRun: false,
      });
      triggerRequested();
      if (!record) {
        logger.info('Skipped a scheduled sync, because another one is running');
      } else if (record.status === 'FAILURE') {
        // Makes the scheduler, too, report the task as failed.
        throw new Error(
          `Sync ${record.id} failed; see its record for the reason`,
        );
      }
    },
  });
  await scheduler.scheduleTask({
    id: 'static-data-refresh-requests',
    scope: 'local',
    frequency: POLL_INTERVAL,
    timeout,
    fn: async () => {
      await recorder.replay();
      await runner.recordInterrupted();
      await runRequested();
    },
  });
  lifecycle.addShutdownHook(() => runner.stop());
}
