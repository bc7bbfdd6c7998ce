import { LoggerService } from '@backstage/backend-plugin-api';
import {
  PhaseProgress,
  SyncPhase,
  SyncPhaseTiming,
  SyncWait,
} from '@internal/plugin-static-data-common';
import { SourceStore } from '@internal/plugin-static-data-node';
import maxBy from 'lodash/maxBy';
import { cancelledReason, leaseLostReason, timeoutReason } from '../abort';
import { SyncTrigger } from '../record/completeSync';
import { Redactor } from '../Redactor';
import { ReadTime } from '../source/SourceReader';
import { PhaseTimer } from './PhaseTimer';
import { SyncLog } from './SyncLog';

/** How often the progress and the log that people see are brought up to date. */
const TICK_MS = 1_000;

/** Well below the 60 seconds after which a lease expires. */
const RENEW_AFTER_MS = 10_000;

/**
 * A lease that was not renewed for this long may soon be another's. Below the time after which it
 * expires, because the sync needs time to stop.
 */
const GIVE_UP_AFTER_MS = 50_000;

/** What the steps of a sync need of it. The preview of a pull request has it too, but no lease. */
export type SyncWork = Pick<
  RunningSync,
  'trigger' | 'log' | 'signal' | 'run' | 'limit' | 'readTime' | 'report'
>;

interface RunningSyncOptions {
  store: SourceStore;
  trigger: SyncTrigger;
  /** Of the sync: see `SyncHistoryRecord`. */
  number: number;
  startTime: string;
  timeoutMs: number;
  /** Aborted when the process is about to end. */
  shutdown: AbortSignal;
  redactor: Redactor;
  logger: LoggerService;
  /** The store has another phase, or more progress; must not throw. */
  onProgress: () => void;
}

/**
 * A sync while it runs: its phases and how far they have come, its log, and the signal that aborts
 * it. It renews its lease until {@link RunningSync.end} is called.
 */
export class RunningSync {
  readonly trigger: SyncTrigger;
  readonly number: number;
  /** ISO 8601, UTC; by the clock of the database. */
  readonly startTime: string;
  readonly log: SyncLog;
  /** Aborted when the sync must stop; the reason is a SyncFindingError. */
  readonly signal: AbortSignal;

  readonly #options: RunningSyncOptions;
  readonly #logger: LoggerService;
  readonly #abort = new AbortController();
  readonly #ticker: NodeJS.Timeout;
  readonly #timeout: NodeJS.Timeout;
  readonly #started = performance.now();
  readonly #timer = new PhaseTimer();
  #phase: SyncPhase = 'FETCH';
  #cancelledBy?: string;
  #revision?: string;
  #progress?: PhaseProgress;
  /** The repository that has been read for the longest time. */
  #repository?: string;
  /** Until when hosts take no requests; ISO 8601, UTC. */
  readonly #limits = new Map<string, string>();
  #renewedAt = performance.now();
  #renewing: Promise<void> = Promise.resolve();
  /** Phase, progress and wait that the store has. */
  #stored: string;
  #ticking?: Promise<void>;

  constructor(options: RunningSyncOptions) {
    const { timeoutMs } = options;
    this.#options = options;
    this.trigger = options.trigger;
    this.number = options.number;
    this.startTime = options.startTime;
    this.signal = AbortSignal.any([options.shutdown, this.#abort.signal]);
    this.#logger = options.logger.child({ syncId: this.trigger.syncId });
    this.log = new SyncLog({
      logger: this.#logger,
      redactor: options.redactor,
      currentPhase: () => this.#phase,
    });
    this.#stored = this.#describe();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#timeout = setTimeout(
      () => this.#abort.abort(timeoutReason(timeoutMs)),
      timeoutMs,
    );
  }

  get phase(): SyncPhase {
    return this.#phase;
  }

  /** Of the source, once it is known; a sync that fails has been of it all the same. */
  get revision(): string | undefined {
    return this.#revision;
  }

  /** Who has cancelled it, if that is what stopped it. */
  get cancelledBy(): string | undefined {
    return this.#cancelledBy;
  }

  noteRevision(revision: string): void {
    this.#revision = revision;
  }

  /**
   * Runs part of a phase. When it is another phase than before, the lease is renewed first.
   *
   * @throws StoreError if the database does not respond, and the reason of the signal
   */
  async run<T>(phase: SyncPhase, work: () => Promise<T> | T): Promise<T> {
    this.#progress = undefined;
    this.#repository = undefined;
    if (phase !== this.#phase) {
      await this.#enter(phase);
    }
    return this.#timer.measure(phase, work);
  }

  /**
   * Ends the time in which it can be cancelled, if it has sent nothing: whoever is told that a sync is being
   * cancelled must not find that it ran to its end.
   *
   * @throws the reason of the signal
   */
  async settle(): Promise<void> {
    if (this.#phase !== 'CATALOG_APPLY') {
      await this.#enter('CATALOG_APPLY').catch(error => {
        this.signal.throwIfAborted();
        this.#logger.warn(
          `Could not ask whether the sync was cancelled at its very end: ${error}`,
        );
      });
    }
  }

  /**
   * A signal for what the sync can do without: aborted with the sync, after a time, or when half of
   * the time that the sync has left is over, so that the rest of it can go on.
   */
  limit(maxMs = Infinity): AbortSignal {
    const limitMs = Math.round(Math.min(maxMs, this.#halfOfTimeLeft()));
    return AbortSignal.any([this.signal, AbortSignal.timeout(limitMs)]);
  }

  /** The time for reads that the sync can do without, as in {@link RunningSync.limit}. */
  readTime(): ReadTime {
    return {
      signal: this.limit(),
      waitUntil: Date.now() + this.#halfOfTimeLeft(),
      onWait: (host, until) => this.#noteWait(host, until),
    };
  }

  /**
   * Notes how many files, repositories or entities the current phase has completed.
   *
   * @param repository - the one that has been read for the longest time
   */
  report(done: number, total: number, repository?: string): void {
    this.#progress = { done, total };
    this.#repository = repository;
  }

  /** See {@link PhaseTimer.timings}. */
  timings(): SyncPhaseTiming[] {
    return this.#timer.timings();
  }

  /** Now, by the clock of the database as far as it is known; ISO 8601, UTC. */
  now(): string {
    const elapsed = Math.round(performance.now() - this.#started);
    return new Date(Date.parse(this.startTime) + elapsed).toISOString();
  }

  /** Looks whether somebody has cancelled the sync: soon, and not when the lease is renewed anyway. */
  checkCancelled(): void {
    this.#renew().catch(error =>
      this.#logger.warn(
        `Could not ask whether the sync is cancelled; it is asked again in some seconds: ${error}`,
      ),
    );
  }

  /** Stops renewing the lease. A renewal under way does no harm: a released lease stays released. */
  end(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#timeout);
  }

  /** Milliseconds. */
  #halfOfTimeLeft(): number {
    const spentMs = performance.now() - this.#started;
    return Math.max(0, (this.#options.timeoutMs - spentMs) / 2);
  }

  /** Reads that run side by side wait for the same limits. */
  #noteWait(host: string, until: Date): void {
    const time = until.toISOString();
    if (time > (this.#limits.get(host) ?? '')) {
      this.#limits.set(host, time);
      this.log.info(
        `Waiting until ${time}, because ${host} limits the requests of the credentials in use`,
      );
    }
  }

  #waiting(): SyncWait | undefined {
    const [host, until] =
      maxBy([...this.#limits], ([, time]) => Date.parse(time)) ?? [];
    if (host !== undefined && until && Date.parse(until) > Date.now()) {
      return { for: host, until };
    }
    return this.#repository === undefined
      ? undefined
      : { for: this.#repository };
  }

  #tick(): void {
    this.#ticking ??= this.#updateStore().finally(() => {
      this.#ticking = undefined;
    });
    if (this.#leaseAge() >= GIVE_UP_AFTER_MS) {
      this.#abort.abort(leaseLostReason());
    }
  }

  async #updateStore(): Promise<void> {
    try {
      if (
        this.#leaseAge() >= RENEW_AFTER_MS ||
        this.#describe() !== this.#stored
      ) {
        await this.#renew();
      }
      const { lines, firstPosition } = this.log.takeUnflushed();
      if (lines.length > 0) {
        const { logs } = this.#options.store;
        await logs.append(this.trigger.syncId, lines, firstPosition);
      }
    } catch (error) {
      this.#logger.warn(
        `The database does not respond; the sync goes on, and is aborted if it cannot renew its lease in time: ${error}`,
      );
    }
  }

  /** One after the other: if a phase were stored late, a sync that sends its changes could be cancelled. */
  #renew(): Promise<void> {
    this.#renewing = this.#renewing
      .catch(() => {})
      .then(() => this.#renewNow());
    return this.#renewing;
  }

  async #renewNow(): Promise<void> {
    const description = this.#describe();
    const held = await this.#options.store.lease.heartbeat(
      this.trigger.syncId,
      this.#phase,
      {
        progress: this.#progress,
        waiting: this.#waiting(),
        phases: this.timings(),
      },
    );
    if (!held) {
      this.#abort.abort(leaseLostReason());
      return;
    }
    if (held.cancelledBy !== undefined && !this.signal.aborted) {
      this.#cancelledBy = held.cancelledBy;
      this.#abort.abort(cancelledReason());
    }
    this.#renewedAt = performance.now();
    if (description !== this.#stored) {
      this.#stored = description;
      this.#options.onProgress();
    }
  }

  /** A sync that has to stop never gets there: nothing of what would have been done in the phase is. */
  async #enter(phase: SyncPhase): Promise<void> {
    const before = this.#phase;
    this.#phase = phase;
    await this.#renew();
    if (this.signal.aborted) {
      this.#phase = before;
      throw this.signal.reason;
    }
  }

  #leaseAge(): number {
    return performance.now() - this.#renewedAt;
  }

  #describe(): string {
    return JSON.stringify([this.#phase, this.#progress, this.#waiting()]);
  }
}
