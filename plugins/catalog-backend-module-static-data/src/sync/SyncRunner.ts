import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ApiRelationshipStats,
  SyncConfigSnapshot,
  SyncFinding,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  CompletedSync,
  ExpiredLease,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { leaseLostReason, shutdownReason, timeoutReason } from './abort';
import { buildFailureRecord, buildRecord } from './buildRecord';
import { StepTimer } from './StepTimer';
import { SyncPipeline } from './SyncPipeline';
import { toFailureFinding, toInterruptedFinding } from './toFailureFinding';
import { SyncTrigger } from './types';

/** Well below the time after which a lease expires. */
const HEARTBEAT_INTERVAL_MS = 10_000;

const NO_API_RELATIONSHIPS: ApiRelationshipStats = {
  componentsWithApis: 0,
  totalProvidesApis: 0,
  totalConsumesApis: 0,
};

/**
 * Runs one sync from beginning to end: takes the lease, runs the pipeline, leaves a
 * record whatever happens, and tells that the sync ended.
 */
export class SyncRunner {
  readonly #store: StaticDataStore;
  readonly #pipeline: SyncPipeline;
  readonly #configSnapshot: SyncConfigSnapshot;
  readonly #timeoutMs: number;
  readonly #logger: LoggerService;
  readonly #onEnded: (record: SyncHistoryRecord) => Promise<void>;
  readonly #shutdown = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: {
    store: StaticDataStore;
    pipeline: SyncPipeline;
    configSnapshot: SyncConfigSnapshot;
    timeoutMs: number;
    logger: LoggerService;
    /** Tells others that a sync ended; a failure to do so does not fail the sync. */
    onEnded: (record: SyncHistoryRecord) => Promise<void>;
  }) {
    this.#store = options.store;
    this.#pipeline = options.pipeline;
    this.#configSnapshot = options.configSnapshot;
    this.#timeoutMs = options.timeoutMs;
    this.#logger = options.logger;
    this.#onEnded = options.onEnded;
  }

  /**
   * Runs a sync, unless one is running already in any process.
   *
   * @returns the record, with status FAILURE if nothing could be applied; undefined if
   * the sync did not start
   */
  async run(trigger: SyncTrigger): Promise<SyncHistoryRecord | undefined> {
    const run = this.#runWithLease(trigger);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  /** Ends the running sync and waits until it is recorded. */
  async stop(): Promise<void> {
    this.#shutdown.abort(shutdownReason());
    await Promise.allSettled(this.#running);
  }

  async #runWithLease(
    trigger: SyncTrigger,
  ): Promise<SyncHistoryRecord | undefined> {
    if (this.#shutdown.signal.aborted) {
      return undefined;
    }
    const { syncId } = trigger;
    const request = {
      syncId,
      syncType: trigger.syncType,
      triggeredBy: trigger.triggeredBy,
      dryRun: trigger.dryRun,
      configSnapshot: this.#configSnapshot,
    };
    let lease = await this.#store.lease.acquire(request);
    if (lease.expired) {
      await this.#recordInterrupted(lease.expired);
      lease = await this.#store.lease.acquire(request);
    }
    if (!lease.acquired || !lease.startTime) {
      return undefined;
    }
    if (trigger.syncType === 'MANUAL' && !(await this.#claim(syncId))) {
      await this.#store.lease.release(syncId);
      return undefined;
    }

    const logger = this.#logger.child({ syncId });
    logger.info(
      `Starting ${trigger.syncType} sync${
        trigger.triggeredBy ? ` for ${trigger.triggeredBy}` : ''
      }`,
    );
    const completed = await this.#runPipeline(trigger, lease.startTime);
    // If the record cannot be written, the lease stays: it expires, and whoever comes
    // next records the sync as interrupted.
    await this.#store.complete(completed);
    await this.#store.lease.release(syncId);
    logOutcome(logger, completed.record);
    await this.#tellEnded(completed.record, logger);
    return completed.record;
  }

  /** Only the holder of the lease takes requests, so each is answered by one sync. */
  async #claim(syncId: string): Promise<boolean> {
    const isQueued = await this.#store.refreshRequests.isQueued(syncId);
    if (isQueued) {
      await this.#store.refreshRequests.remove(syncId);
    }
    return isQueued;
  }

  async #runPipeline(
    trigger: SyncTrigger,
    startTime: string,
  ): Promise<CompletedSync> {
    const started = performance.now();
    const leaseLost = new AbortController();
    const timeout = new AbortController();
    const signal = AbortSignal.any([
      this.#shutdown.signal,
      leaseLost.signal,
      timeout.signal,
    ]);
    const timer = new StepTimer(async step => {
      const isHeld = await this.#store.lease.heartbeat(trigger.syncId, step);
      if (!isHeld) {
        leaseLost.abort(leaseLostReason());
      }
      signal.throwIfAborted();
    });
    const timeoutTimer = setTimeout(
      () => timeout.abort(timeoutReason(this.#timeoutMs)),
      this.#timeoutMs,
    );
    const heartbeatTimer = setInterval(() => {
      this.#store.lease.heartbeat(trigger.syncId, timer.current).then(
        isHeld => isHeld || leaseLost.abort(leaseLostReason()),
        error => this.#logger.warn('The lease could not be prolonged', error),
      );
    }, HEARTBEAT_INTERVAL_MS);

    const toFrame = () => ({
      trigger,
      startTime,
      // The start is the database's time, the duration this process's: its clock may be off.
      endTime: new Date(
        Date.parse(startTime) + Math.round(performance.now() - started),
      ).toISOString(),
      configSnapshot: this.#configSnapshot,
      steps: timer.timings(),
    });
    try {
      const outcome = await this.#pipeline.run({
        trigger,
        startTime,
        timer,
        signal,
      });
      return {
        record: buildRecord(toFrame(), outcome),
        applied: outcome.changes,
      };
    } catch (error) {
      const finding = toFailureFinding(error, timer.current, signal);
      return { record: await this.#buildFailure(toFrame(), [finding]) };
    } finally {
      clearTimeout(timeoutTimer);
      clearInterval(heartbeatTimer);
    }
  }

  async #buildFailure(
    frame: Parameters<typeof buildFailureRecord>[0],
    findings: SyncFinding[],
  ): Promise<SyncHistoryRecord> {
    const [applied, state] = await Promise.all([
      this.#store.snapshot.list(),
      this.#store.state.get(),
    ]);
    const lastApplied = state.lastAppliedSyncId
      ? await this.#store.history.get(state.lastAppliedSyncId)
      : undefined;
    return buildFailureRecord(frame, {
      findings,
      applied,
      apiRelationships:
        lastApplied?.stats.apiRelationships ?? NO_API_RELATIONSHIPS,
    });
  }

  async #recordInterrupted(expired: ExpiredLease): Promise<void> {
    this.#logger.warn(
      `Sync ${expired.syncId} was interrupted in step ${expired.step}; recording it as failed`,
    );
    const record = await this.#buildFailure(
      {
        trigger: expired,
        startTime: expired.startTime,
        endTime: expired.lastHeartbeat,
        configSnapshot: expired.configSnapshot,
        steps: [],
      },
      [toInterruptedFinding(expired)],
    );
    await this.#store.complete({ record });
    await this.#store.refreshRequests.remove(expired.syncId);
    // Last, because the lease is what tells of the sync until its record is written.
    await this.#store.lease.release(expired.syncId);
  }

  async #tellEnded(
    record: SyncHistoryRecord,
    logger: LoggerService,
  ): Promise<void> {
    try {
      await this.#onEnded(record);
    } catch (error) {
      logger.warn(`The end of the sync could not be told: ${error}`);
    }
  }
}

function logOutcome(logger: LoggerService, record: SyncHistoryRecord): void {
  const { status, stats, durationMs, errors = [] } = record;
  const summary = `Sync ended with ${status} after ${durationMs} ms: ${stats.totalEntities} entities, ${stats.entitiesAdded} added, ${stats.entitiesUpdated} updated, ${stats.entitiesRemoved} removed`;
  if (status === 'SUCCESS') {
    logger.info(summary);
  } else {
    logger.warn(`${summary}; ${record.errorCount} errors`);
  }
  for (const { error, file, line, hint } of errors.slice(0, 10)) {
    const place = file ? ` (${file}${line ? `:${line}` : ''})` : '';
    logger.warn(`${error}${place}. ${hint}`);
  }
}
