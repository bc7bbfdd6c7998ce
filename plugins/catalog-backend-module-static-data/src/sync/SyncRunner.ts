import { LoggerService } from '@backstage/backend-plugin-api';
import {
  formatPlace,
  listFirst,
  pluralize,
  SyncConfigSnapshot,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { untilAborted } from '@internal/plugin-static-data-model';
import {
  CompletedSync,
  KnownSource,
  RefreshRequest,
  RefreshRequestStore,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { shutdownReason } from '../abort';
import {
  completeUnappliedSync,
  completeSync,
  firstPushes,
  SyncTrigger,
} from '../record/completeSync';
import { loadBaseline, UNKNOWN_BASELINE } from '../record/loadBaseline';
import { redactOutcome } from '../record/redactOutcome';
import { SyncRecorder } from '../record/SyncRecorder';
import { Redactor } from '../Redactor';
import { RunningSync } from './RunningSync';
import { SyncLog } from './SyncLog';
import { SyncPipeline } from './SyncPipeline';
import { toFailureFinding, toInterruptedFinding } from './toFailureFinding';

/** Errors that the log of a sync names; its record has more. */
const MAX_LOGGED_ERRORS = 10;

/** Repositories that its first line names. */
const MAX_NAMED_REPOSITORIES = 5;

interface SyncRunnerOptions {
  store: SourceStore;
  /** As which the catalog has the source. */
  known: Pick<KnownSource, 'providerId'>;
  /** What the runner answers. */
  requests: RefreshRequestStore;
  pipeline: Pick<SyncPipeline, 'run'>;
  recorder: SyncRecorder;
  configSnapshot: SyncConfigSnapshot;
  timeoutMs: number;
  redactor: Redactor;
  /** Runs a sync when not too many of other sources run in this process. */
  limit: <T>(run: () => Promise<T>) => Promise<T>;
  /** Whether only dry runs are run for now. */
  isPaused: () => Promise<boolean>;
  /** A sync has started or made progress; must not throw. */
  onProgress: (syncId: string) => void;
  logger: LoggerService;
}

/**
 * Runs the syncs of a source from beginning to end, one at a time over all processes: takes the lease, runs the
 * pipeline, and records the sync whatever its outcome.
 */
export class SyncRunner {
  readonly #options: SyncRunnerOptions;
  readonly #shutdown = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #draining?: Promise<void>;
  #isAsked = false;
  #sync?: RunningSync;
  #hasSynced = false;

  constructor(options: SyncRunnerOptions) {
    this.#options = options;
  }

  /** Whether this process has started a sync that is not a dry run. */
  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  /**
   * Runs a sync, unless one is already running in any process.
   *
   * @param options - `claim`: only if its request is queued, which is removed
   * @returns the record, with status FAILURE if nothing could be applied; undefined if
   * the sync did not start
   */
  async run(
    trigger: SyncTrigger,
    options = { claim: false },
  ): Promise<SyncHistoryRecord | undefined> {
    const run = this.#runWithLease(trigger, options.claim);
    this.#running.add(run);
    return run.finally(() => this.#running.delete(run));
  }

  /** Runs the queued requests, until there are none or another process is running a sync. */
  async runRequested(): Promise<void> {
    this.#isAsked = true;
    this.#draining ??= this.#drainWhileAsked();
    await this.#draining;
  }

  /** Somebody has cancelled a sync, which may be the one that this process runs. */
  checkCancelled(syncId: string): void {
    if (this.#sync?.trigger.syncId === syncId) {
      this.#sync.checkCancelled();
    }
  }

  /** Records the sync of a process that died, whichever process it was. */
  async recordInterrupted(): Promise<void> {
    const { store, recorder, redactor, logger } = this.#options;
    const expired = await store.lease.findExpired();
    if (!expired) {
      return;
    }
    logger
      .child({ syncId: expired.syncId })
      .warn(
        `The process that ran sync #${expired.number} (${expired.syncId}) died in phase ${expired.phase}; recording the sync as failed`,
      );
    const { lastHeartbeat: endTime } = expired;
    const completed = await completeUnappliedSync(
      { ...expired, source: store.sourceId, trigger: expired, endTime },
      redactor.redactFinding(toInterruptedFinding(expired)),
      await loadBaseline(store).catch(() => UNKNOWN_BASELINE),
    );
    await recorder.record({ ...completed, inferred: true });
  }

  /** Aborts the running sync and waits until it is recorded. */
  async stop(): Promise<void> {
    this.#shutdown.abort(shutdownReason());
    await Promise.allSettled(this.#running);
  }

  /** Whoever asks while the queue is looked at may have queued a request that is not seen. */
  async #drainWhileAsked(): Promise<void> {
    try {
      while (this.#isAsked) {
        this.#isAsked = false;
        await this.#drain();
      }
    } finally {
      this.#draining = undefined;
    }
  }

  async #drain(): Promise<void> {
    const { limit } = this.#options;
    for (;;) {
      if (!(await this.#peek())) {
        return;
      }
      const record = await limit(async () => {
        // Others may have joined it, or it may have been answered, while this one waited.
        const request = await this.#peek();
        return request && this.run(request, { claim: true });
      });
      if (!record) {
        return;
      }
      await this.#pause(record);
    }
  }

  async #peek(): Promise<RefreshRequest | undefined> {
    const { requests, isPaused } = this.#options;
    const next = await requests.peek();
    return next && !next.dryRun && (await isPaused())
      ? requests.peek({ dryRun: true })
      : next;
  }

  /**
   * Drops what the schedule has asked for meanwhile: otherwise syncs that take longer than the
   * schedule allows would never pause. A sync that failed did not do what the schedule asked for,
   * but if it was too slow, so is the next one; nor did one that looked at few build files.
   */
  async #pause(record: SyncHistoryRecord): Promise<void> {
    const { requests, logger } = this.#options;
    const { number, dryRun, pushes, status, errors, endTime } = record;
    const isTooSlow = errors?.some(({ code }) => code === 'TIMEOUT') ?? false;
    if (dryRun || pushes || (status === 'FAILURE' && !isTooSlow)) {
      return;
    }
    const isDropped = await requests.removeScheduled(endTime);
    if (isDropped && status === 'FAILURE') {
      logger.warn(
        `The schedule has asked for another sync while sync #${number} took all of its time; the next one starts when the schedule asks again. Raise 'staticData.schedule.timeout', or let more time pass between syncs`,
      );
    }
  }

  async #runWithLease(
    asked: SyncTrigger,
    claim: boolean,
  ): Promise<SyncHistoryRecord | undefined> {
    if (this.#shutdown.signal.aborted) {
      return undefined;
    }
    const { store, known, recorder, configSnapshot } = this.#options;
    const { syncId, dryRun } = asked;
    await recorder.replay();
    const pushes = asked.pushes && firstPushes(asked.pushes);
    const request = { ...asked, pushes, configSnapshot };
    let lease = await store.lease.acquire(request, known.providerId);
    if (lease.expired) {
      await this.recordInterrupted();
      lease = await store.lease.acquire(request, known.providerId);
    }
    const { number, startTime } = lease;
    if (number === undefined || startTime === undefined) {
      return undefined;
    }
    const trigger = claim ? await this.#claim(syncId) : asked;
    if (!trigger) {
      return undefined;
    }

    this.#hasSynced ||= !dryRun;
    this.#options.onProgress(syncId);
    const completed = await this.#runPipeline({
      trigger,
      number,
      startTime,
    });
    await recorder.record(completed);
    return completed.record;
  }

  /**
   * Takes a request from the queue. Only the holder of the lease does, so each is answered by one
   * sync. Where that does not succeed, the lease is released.
   */
  async #claim(syncId: string): Promise<SyncTrigger | undefined> {
    const { requests } = this.#options;
    const { lease } = this.#options.store;
    let claimed: SyncTrigger | undefined;
    try {
      claimed = await requests.take(syncId);
      return claimed;
    } finally {
      if (!claimed) {
        await lease.release(syncId);
      }
    }
  }

  async #runPipeline(
    started: Pick<RunningSync, 'trigger' | 'number' | 'startTime'>,
  ): Promise<CompletedSync> {
    const { trigger } = started;
    const sync = new RunningSync({
      ...this.#options,
      ...started,
      shutdown: this.#shutdown.signal,
      onProgress: () => this.#options.onProgress(trigger.syncId),
    });
    this.#sync = sync;
    try {
      sync.log.info(describeTrigger(trigger, started.number));
      for (const { repository, commit, pushedBy } of trigger.pushes ?? []) {
        sync.log.info(`${pushedBy} pushed ${commit} to ${repository}`);
      }
      const completed = await this.#complete(sync);
      logOutcome(sync.log, completed.record);
      sync.log.end();
      return { ...completed, logs: sync.log.all() };
    } finally {
      this.#sync = undefined;
      sync.end();
    }
  }

  /** Whatever happens, the sync leaves a record: until there is one, no other sync can start. */
  async #complete(sync: RunningSync): Promise<CompletedSync> {
    const { trigger, number, startTime } = sync;
    let baseline = UNKNOWN_BASELINE;
    const toFrame = () => ({
      trigger,
      source: this.#options.store.sourceId,
      number,
      startTime,
      endTime: sync.now(),
      configSnapshot: this.#options.configSnapshot,
      phases: sync.timings(),
      revision: sync.revision,
      cancelledBy: sync.cancelledBy,
    });
    try {
      // Whatever does not observe the signal is not waited for.
      baseline = await untilAborted(sync.signal, () =>
        loadBaseline(this.#options.store),
      );
      const known = baseline;
      const outcome = await untilAborted(sync.signal, () =>
        this.#options.pipeline.run(sync, known),
      );
      await sync.settle();
      const safe = await redactOutcome(outcome, this.#options.redactor);
      return await completeSync(toFrame(), safe, baseline);
    } catch (error) {
      const finding = this.#options.redactor.redactFinding(
        toFailureFinding(error, sync.phase, sync.signal),
      );
      return await completeUnappliedSync(toFrame(), finding, baseline);
    }
  }
}

function describeTrigger(trigger: SyncTrigger, number: number): string {
  const { syncType, dryRun, ref, stateOf, full, commit, pushes, triggeredBy } =
    trigger;
  const words = [
    `Starting ${syncType} ${dryRun ? 'dry run' : 'sync'} #${number}`,
  ];
  if (full) {
    words.push('that sends everything again,');
  }
  if (ref) {
    words.push(`of ${ref}`);
  }
  if (stateOf) {
    words.push(`of the state after sync ${stateOf}`);
  }
  if (pushes) {
    const names = pushes.map(({ repository }) => repository);
    const named = listFirst(names, MAX_NAMED_REPOSITORIES);
    words.push(`of the build files in ${named}`);
  } else if (commit) {
    words.push(`for a push of ${commit} by ${triggeredBy}`);
  } else if (triggeredBy) {
    words.push(`requested by ${triggeredBy}`);
  }
  return words.join(' ');
}

function logOutcome(log: SyncLog, record: SyncHistoryRecord): void {
  const { status, stats, durationMs, errors = [] } = record;
  const logged = errors.slice(0, MAX_LOGGED_ERRORS);
  for (const { error, file, line, hint } of logged) {
    const place = file ? ` (${formatPlace(file, line)})` : '';
    log.error(`${error}${place}. ${hint}`);
  }
  log[status === 'SUCCESS' ? 'info' : 'warn'](
    `Sync ended with ${status} after ${durationMs} ms: ${pluralize(
      stats.totalEntities,
      'entity',
      'entities',
    )}, ${stats.entitiesAdded} added, ${stats.entitiesUpdated} updated, ${
      stats.entitiesRemoved
    } removed, ${pluralize(record.errorCount, 'error')}, ${pluralize(
      record.warningCount,
      'warning',
    )}`,
  );
}
