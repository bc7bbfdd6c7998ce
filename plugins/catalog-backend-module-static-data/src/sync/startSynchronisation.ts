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
  StaticDataConfig,
  StaticDataStore,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import { v7 as uuid } from 'uuid';
import { StaticDataProvider } from '../provider/StaticDataProvider';
import { listenForPushes } from '../push/listenForPushes';
import { SourceReader } from '../source/SourceReader';
import { SyncRecorder } from '../record/SyncRecorder';
import { SyncSpool } from '../record/SyncSpool';
import { RefreshWorker } from './RefreshWorker';
import { SyncPipeline } from './SyncPipeline';
import { SyncRunner } from './SyncRunner';

/** A request whose event went to another process, or was lost, waits no longer than this. */
const POLL_INTERVAL = { seconds: 5 };

/** Puts runner and worker together, and connects them with what triggers syncs. */
export async function startSynchronisation(options: {
  config: StaticDataConfig;
  source: SourceReader;
  /** Texts that must not get into the logs of syncs. */
  secrets: string[];
  provider: StaticDataProvider;
  store: StaticDataStore;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
}): Promise<void> {
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
        logger.warn(`The end of sync ${id} could not be told: ${error}`);
      }
    },
  });
  const runner = new SyncRunner({
    store,
    recorder,
    pipeline: new SyncPipeline({
      config,
      source: options.source,
      store,
      applyMutation: mutation => provider.applyMutation(mutation),
    }),
    configSnapshot,
    timeoutMs: config.schedule.timeoutMs,
    secrets: options.secrets,
    // Nobody waits for it: a sync goes on whether anybody hears of it or not.
    onProgress: syncId => {
      const eventPayload: SyncProgressEvent = { syncId };
      events
        .publish({ topic: STATIC_DATA_PROGRESS_TOPIC, eventPayload })
        .catch(error =>
          logger.debug(`Progress of ${syncId} could not be told: ${error}`),
        );
    },
    logger,
  });
  const worker = new RefreshWorker({
    store,
    runner,
    isReady: () => provider.isConnected(),
    logger,
  });

  await store.configurations.observe(configSnapshot);
  await events.subscribe({
    id: 'static-data-refresh-worker',
    topics: [STATIC_DATA_REFRESH_TOPIC],
    // The publisher waits for its subscribers, and must not wait for a sync.
    onEvent: async () => worker.trigger(),
  });

  if (config.source.type === 'github') {
    await listenForPushes({
      source: config.source,
      store,
      events,
      logger,
      onRequested: () => worker.trigger(),
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
      worker.trigger();
      if (!record) {
        logger.info('Another sync is running; this scheduled one is skipped');
      } else if (record.status === 'FAILURE') {
        // So that the scheduler, too, knows the task as failed.
        throw new Error(`Sync ${record.id} failed; its record says why`);
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
      await worker.drain();
    },
  });
  lifecycle.addShutdownHook(() => runner.stop());
}
