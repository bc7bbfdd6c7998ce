import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  DEFAULT_SOURCE_ID,
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
  SyncEndedEvent,
  SyncHistoryRecord,
  SyncProgressEvent,
} from '@internal/plugin-static-data-common';
import {
  KnownSource,
  readSteering,
  scheduleTask,
  SourceStore,
  StaticDataConfig,
  StaticDataStore,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import { StaticDataProvider } from '../apply/StaticDataProvider';
import { SyncRecorder } from '../record/SyncRecorder';
import { SyncSpool } from '../record/SyncSpool';
import { Redactor } from '../Redactor';
import { createSourceWatch } from './createSourceWatch';
import {
  createStartRequester,
  SCHEDULE_TASK,
  SCHEDULED,
} from './createStartRequester';
import { ReleasePipeline } from './ReleasePipeline';
import { SyncPipeline, SyncPipelineOptions } from './SyncPipeline';
import { SyncRunner } from './SyncRunner';

/** A request waits no longer than this if its event went to another process, or was lost. */
const POLL_INTERVAL = { seconds: 5 };

/** How often a process notes what it synchronises. */
const SEE_SOURCE_INTERVAL = { minutes: 1 };

/** A task that only writes to the database is stuck after this time. */
const TASK_TIMEOUT = { minutes: 1 };

/** How long the removal of all entities of a source may take. */
const RELEASE_TIMEOUT_MS = 10 * 60 * 1000;

/** What the syncs of all sources share. */
export interface SharedOptions {
  spool: SyncSpool;
  sources: Pick<StaticDataStore['sources'], 'list'>;
  redactor: Redactor;
  /** See {@link SyncRunner}. */
  limit: <T>(run: () => Promise<T>) => Promise<T>;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
}

/** A source whose syncs have started to run as they are triggered. */
export interface StartedSource {
  sourceId: string;
  /** Runs what was requested, without waiting for it. */
  triggerRequested: () => void;
  /** See {@link SyncRunner.checkCancelled}. */
  checkCancelled: (syncId: string) => void;
}

/** Creates what runs the syncs of a source, and connects it with its schedule. */
export async function startSource(
  options: SharedOptions &
    SyncPipelineOptions & {
      staticDataConfig: StaticDataConfig;
      /** Requests syncs of the other sources that may refer to what a sync has added. */
      requestReferring: (record: SyncHistoryRecord) => Promise<void>;
    },
): Promise<StartedSource> {
  const { config, store, scheduler } = options;
  const { timeoutMs, frequency, initialDelay } = config.schedule;
  const { sourceId } = store;
  const recorder = createRecorder(options, options.requestReferring);
  const runner = createRunner({
    ...options,
    recorder,
    requests: store.refreshRequests,
    pipeline: new SyncPipeline(options),
    configSnapshot: toConfigSnapshot(config),
    timeoutMs,
    isPaused: async () => {
      const now = new Date();
      const { pause } = await readSteering(store, config.schedule, now);
      return pause !== null;
    },
  });
  const { runRequested, triggerRequested } = createTriggers(options, runner);

  await store.configurations.observe(options.staticDataConfig, config);
  const scheduleTaskId = toName(SCHEDULE_TASK, sourceId);
  let requestAtStart: (() => Promise<void>) | undefined;
  if (frequency.frequency) {
    // Only asks for a sync: whatever happens to the sync, the schedule goes on.
    await scheduleTask(scheduler, {
      id: scheduleTaskId,
      frequency: frequency.frequency,
      initialDelay,
      timeout: TASK_TIMEOUT,
      fn: async () => {
        await store.state.noteScheduled();
        await store.refreshRequests.enqueue(SCHEDULED);
        triggerRequested();
      },
    });
    requestAtStart = await createStartRequester({
      ...options,
      runner,
      scheduleTaskId,
    });
  }
  await scheduleTask(scheduler, {
    id: toName('static-data-refresh-requests', sourceId),
    scope: 'local',
    frequency: POLL_INTERVAL,
    timeout: { milliseconds: timeoutMs },
    fn: async () => {
      await recorder.replay();
      await runner.recordInterrupted();
      await requestAtStart?.();
      if (frequency.frequency) {
        await requestAfterPin(store);
      }
      await runRequested();
    },
  });
  await scheduleTask(scheduler, {
    id: toName('static-data-active-source', sourceId),
    scope: 'local',
    frequency: SEE_SOURCE_INTERVAL,
    timeout: TASK_TIMEOUT,
    fn: createSourceWatch(options),
  });
  return {
    sourceId,
    triggerRequested,
    checkCancelled: syncId => runner.checkCancelled(syncId),
  };
}

/** Waits for the request to release the entities of a source that has left the configuration. */
export async function startRelease(
  options: SharedOptions & {
    store: SourceStore;
    known: KnownSource;
    provider: StaticDataProvider;
  },
): Promise<StartedSource> {
  const { store, scheduler } = options;
  const { sourceId } = store;
  const last = await store.configurations.getCurrent();
  const recorder = createRecorder(options);
  const runner = createRunner({
    ...options,
    recorder,
    requests: store.releaseRequests,
    pipeline: new ReleasePipeline(options),
    configSnapshot: last?.configuration ?? { repository: '-', branch: '-' },
    timeoutMs: RELEASE_TIMEOUT_MS,
    isPaused: async () => false,
  });
  const { runRequested, triggerRequested } = createTriggers(options, runner);
  await scheduleTask(scheduler, {
    id: toName('static-data-release', sourceId),
    scope: 'local',
    frequency: POLL_INTERVAL,
    timeout: { milliseconds: RELEASE_TIMEOUT_MS },
    fn: async () => {
      await recorder.replay();
      await runner.recordInterrupted();
      await runRequested();
    },
  });
  return {
    sourceId,
    triggerRequested,
    checkCancelled: syncId => runner.checkCancelled(syncId),
  };
}

/** Nobody asks for the sync that follows a pin which has ended by itself. */
async function requestAfterPin(store: SourceStore): Promise<void> {
  const { pinEndedAt } = await store.steering.get();
  if (pinEndedAt !== undefined) {
    const latest = await store.history.getLatest();
    if (!latest || latest.startTime < pinEndedAt) {
      await store.refreshRequests.enqueue(SCHEDULED);
    }
  }
}

/** A name that is not that of another source. */
function toName(name: string, sourceId: string): string {
  return sourceId === DEFAULT_SOURCE_ID ? name : `${name}:${sourceId}`;
}

function createRecorder(
  options: SharedOptions & { store: SourceStore },
  requestReferring?: (record: SyncHistoryRecord) => Promise<void>,
): SyncRecorder {
  const { store, spool, events, logger } = options;
  return new SyncRecorder({
    store,
    spool,
    logger,
    onRecorded: async record => {
      const { id, status, dryRun } = record;
      const eventPayload: SyncEndedEvent = {
        syncId: id,
        source: store.sourceId,
        status,
        dryRun,
      };
      // Before anybody hears of the end: what follows from it is requested by then.
      try {
        await requestReferring?.(record);
      } catch (error) {
        logger.warn(
          `Could not request syncs of the sources that may refer to what sync ${id} has added; their next scheduled sync finds it: ${error}`,
        );
      }
      try {
        await events.publish({ topic: STATIC_DATA_SYNC_TOPIC, eventPayload });
      } catch (error) {
        logger.warn(
          `Could not publish the event that sync ${id} has ended; pages and notifications may be late: ${error}`,
        );
      }
    },
  });
}

function createRunner(
  options: SharedOptions &
    Omit<ConstructorParameters<typeof SyncRunner>[0], 'onProgress'>,
): SyncRunner {
  const { store, events, lifecycle, logger } = options;
  const runner = new SyncRunner({
    ...options,
    // Not awaited: a sync goes on whether anybody hears of it or not.
    onProgress: syncId => {
      const eventPayload: SyncProgressEvent = {
        syncId,
        source: store.sourceId,
      };
      events
        .publish({ topic: STATIC_DATA_PROGRESS_TOPIC, eventPayload })
        .catch(error =>
          logger.debug(
            `Could not publish the progress of sync ${syncId}: ${error}`,
          ),
        );
    },
  });
  lifecycle.addShutdownHook(() => runner.stop());
  return runner;
}

function createTriggers(
  { provider, logger }: { provider: StaticDataProvider; logger: LoggerService },
  runner: SyncRunner,
) {
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
  return { runRequested, triggerRequested };
}
