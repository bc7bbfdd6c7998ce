import { LoggerService } from '@backstage/backend-plugin-api';
import {
  SyncConfigSnapshot,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  CompletedSync,
  ExpiredLease,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { completeFailedSync, completeSync } from '../record/completeSync';
import { logOutcome } from '../record/logOutcome';
import { SyncRecorder } from '../record/SyncRecorder';
import { redactFinding } from '../redactSecrets';
import { leaseLostReason, shutdownReason, timeoutReason } from './abort';
import { LeaseKeeper } from './LeaseKeeper';
import { loadBaseline } from './loadBaseline';
import { StepTracker } from './StepTracker';
import { SyncLog } from './SyncLog';
import { SyncPipeline } from './SyncPipeline';
import { toFailureFinding, toInterruptedFinding } from './toFailureFinding';
import { SyncTrigger } from './types';

/**
 * Runs one sync from beginning to end: takes the lease, runs the pipeline, and leaves a
 * record whatever happens.
 */
export class SyncRunner {
  readonly #store: StaticDataStore;
  readonly #pipeline: SyncPipeline;
  readonly #recorder: SyncRecorder;
  readonly #configSnapshot: SyncConfigSnapshot;
  readonly #timeoutMs: number;
  readonly #secrets: string[];
  readonly #onProgress: (syncId: string) => void;
  readonly #logger: LoggerService;
  readonly #shutdown = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: {
    store: StaticDataStore;
    pipeline: SyncPipeline;
    recorder: SyncRecorder;
    configSnapshot: SyncConfigSnapshot;
    timeoutMs: number;
    /** Texts that must get neither into records nor into logs. */
    secrets: string[];
    /** A sync has started or come further; must not throw. */
    onProgress: (syncId: string) => void;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#pipeline = options.pipeline;
    this.#recorder = options.recorder;
    this.#configSnapshot = options.configSnapshot;
    this.#timeoutMs = options.timeoutMs;
    this.#secrets = options.secrets;
    this.#onProgress = options.onProgress;
    this.#logger = options.logger;
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

  /** Records the sync of a process that died, in whichever process it ran. */
  async recordInterrupted(): Promise<void> {
    const expired = await this.#store.lease.findExpired();
    if (expired) {
      await this.#recordInterrupted(expired);
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
    await this.#recorder.replay();
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
    if (trigger.syncType !== 'SCHEDULED' && !(await this.#claim(syncId))) {
      await this.#store.lease.release(syncId);
      return undefined;
    }

    this.#onProgress(syncId);
    const completed = await this.#runPipeline(trigger, lease.startTime);
    await this.#recorder.record(completed);
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
    const baseline = await loadBaseline(this.#store);
    const ending = new AbortController();
    const signal = AbortSignal.any([this.#shutdown.signal, ending.signal]);
    const tracker = new StepTracker();
    const logger = this.#logger.child({ syncId: trigger.syncId });
    const log = new SyncLog({
      logger,
      secrets: this.#secrets,
      currentStep: () => tracker.current,
    });
    const keeper = new LeaseKeeper({
      store: this.#store,
      syncId: trigger.syncId,
      tracker,
      log,
      logger,
      onLost: () => ending.abort(leaseLostReason()),
      onProgress: () => this.#onProgress(trigger.syncId),
    });
    tracker.onStep(async () => {
      await keeper.renew();
      signal.throwIfAborted();
    });
    const timeout = setTimeout(
      () => ending.abort(timeoutReason(this.#timeoutMs)),
      this.#timeoutMs,
    );

    const toFrame = () => ({
      trigger,
      startTime,
      // The start is the database's time, the duration this process's: its clock may be off.
      endTime: new Date(
        Date.parse(startTime) + Math.round(performance.now() - started),
      ).toISOString(),
      configSnapshot: this.#configSnapshot,
      steps: tracker.timings(),
    });
    const withLog = (completed: CompletedSync): CompletedSync => {
      logOutcome(log, completed.record);
      log.end();
      return { ...completed, logs: log.all() };
    };
    try {
      log.info(describeTrigger(trigger));
      const outcome = await this.#pipeline.run({
        trigger,
        startTime,
        baseline,
        context: { tracker, log, signal },
      });
      const findings = outcome.findings.map(finding =>
        redactFinding(finding, this.#secrets),
      );
      return withLog(
        completeSync(toFrame(), { ...outcome, findings }, baseline),
      );
    } catch (error) {
      const finding = redactFinding(
        toFailureFinding(error, tracker.current, signal),
        this.#secrets,
      );
      return withLog(completeFailedSync(toFrame(), [finding], baseline));
    } finally {
      clearTimeout(timeout);
      keeper.stop();
    }
  }

  async #recordInterrupted(expired: ExpiredLease): Promise<void> {
    this.#logger.warn(
      `Sync ${expired.syncId} was interrupted in step ${expired.step}; recording it as failed`,
    );
    const frame = {
      trigger: expired,
      startTime: expired.startTime,
      endTime: expired.lastHeartbeat,
      configSnapshot: expired.configSnapshot,
      steps: [],
    };
    const completed = completeFailedSync(
      frame,
      [toInterruptedFinding(expired)],
      await loadBaseline(this.#store),
    );
    await this.#recorder.record({ ...completed, inferred: true });
  }
}

function describeTrigger(trigger: SyncTrigger): string {
  const { syncType, dryRun, ref, commit, triggeredBy } = trigger;
  const words = [`Starting ${syncType} ${dryRun ? 'dry run' : 'sync'}`];
  if (ref) {
    words.push(`of ${ref}`);
  }
  if (commit) {
    words.push(`for a push of ${commit} by ${triggeredBy}`);
  } else if (triggeredBy) {
    words.push(`for ${triggeredBy}`);
  }
  return words.join(' ');
}
