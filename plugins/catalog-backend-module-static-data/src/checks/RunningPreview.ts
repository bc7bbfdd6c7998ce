import { setTimeout as sleep } from 'node:timers/promises';
import {
  SyncPhase,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SyncTrigger } from '../record/completeSync';
import { Redactor } from '../Redactor';
import { ReadTime } from '../source/SourceReader';
import { PhaseTimer } from '../sync/PhaseTimer';
import { SyncWork } from '../sync/RunningSync';
import { SyncLog } from '../sync/SyncLog';

/** How often a preview looks whether the syncs that it waits for have ended. */
const WAIT_INTERVAL_MS = 200;

interface RunningPreviewOptions {
  trigger: SyncTrigger;
  signal: AbortSignal;
  timeoutMs: number;
  /** Whether this process runs syncs, which go first. */
  isSyncing: () => boolean;
  redactor: Redactor;
  logger: LoggerService;
}

/**
 * The preview of a pull request while it runs. It takes no lease, and so keeps no sync waiting: it compares
 * with nothing that a sync changes. Between its phases, it waits for the syncs of its process.
 */
export class RunningPreview implements SyncWork {
  readonly trigger: SyncTrigger;
  readonly signal: AbortSignal;
  readonly log: SyncLog;
  readonly #options: RunningPreviewOptions;
  readonly #started = performance.now();
  readonly #timer = new PhaseTimer();
  #phase: SyncPhase = 'FETCH';

  constructor(options: RunningPreviewOptions) {
    const { trigger, signal, redactor, logger } = options;
    this.#options = options;
    this.trigger = trigger;
    this.signal = signal;
    this.log = new SyncLog({
      logger: logger.child({ syncId: trigger.syncId }),
      redactor,
      currentPhase: () => this.#phase,
    });
  }

  get phase(): SyncPhase {
    return this.#phase;
  }

  /** See `RunningSync.run`. */
  async run<T>(phase: SyncPhase, work: () => Promise<T> | T): Promise<T> {
    this.#phase = phase;
    const { signal } = this;
    while (this.#options.isSyncing()) {
      await sleep(WAIT_INTERVAL_MS, undefined, { signal });
    }
    signal.throwIfAborted();
    return this.#timer.measure(phase, work);
  }

  /** See `RunningSync.limit`. */
  limit(maxMs = Infinity): AbortSignal {
    const limitMs = Math.round(Math.min(maxMs, this.#options.timeoutMs / 2));
    return AbortSignal.any([this.signal, AbortSignal.timeout(limitMs)]);
  }

  /** Does not wait for a host that limits requests: the check is tried again when it takes them. */
  readTime(): ReadTime {
    return { signal: this.limit() };
  }

  /** Nobody watches it. */
  report(): void {}

  /** See `RunningSync.timings`. */
  timings(): SyncPhaseTiming[] {
    return this.#timer.timings();
  }

  /** Milliseconds since it has started. */
  elapsed(): number {
    return Math.round(performance.now() - this.#started);
  }
}
