import { LoggerService } from '@backstage/backend-plugin-api';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { StepTracker } from './StepTracker';
import { SyncLog } from './SyncLog';

/** How often people see how far a sync has come. */
const TICK_MS = 1_000;

/** Well below the 60 seconds after which a lease expires. */
const RENEW_AFTER_MS = 10_000;

/**
 * A lease that could not be renewed for so long may be another's soon: below the time after
 * which it expires, because the sync needs time to stop.
 */
const GIVE_UP_AFTER_MS = 50_000;

/** Renews the lease of a running sync, and shows its progress and its log, until it is stopped. */
export class LeaseKeeper {
  readonly #store: StaticDataStore;
  readonly #syncId: string;
  readonly #tracker: StepTracker;
  readonly #log: SyncLog;
  readonly #logger: LoggerService;
  readonly #onLost: () => void;
  readonly #onProgress: () => void;
  readonly #timer: NodeJS.Timeout;
  #renewedAt = performance.now();
  #shown: string;
  #ticking?: Promise<void>;

  constructor(options: {
    store: StaticDataStore;
    syncId: string;
    tracker: StepTracker;
    log: SyncLog;
    logger: LoggerService;
    /** The sync must stop: another process may run one. */
    onLost: () => void;
    /** The store shows another step, or that the step has come further. */
    onProgress: () => void;
  }) {
    this.#store = options.store;
    this.#syncId = options.syncId;
    this.#tracker = options.tracker;
    this.#log = options.log;
    this.#logger = options.logger;
    this.#onLost = options.onLost;
    this.#onProgress = options.onProgress;
    this.#shown = this.#describe();
    this.#timer = setInterval(() => {
      this.#ticking ??= this.#tick().finally(() => {
        this.#ticking = undefined;
      });
      if (this.#age() >= GIVE_UP_AFTER_MS) {
        this.#onLost();
      }
    }, TICK_MS);
  }

  /**
   * Renews the lease at once.
   *
   * @throws StoreError if the database does not answer
   */
  async renew(): Promise<void> {
    const { current, progress } = this.#tracker;
    const shown = this.#describe();
    const isHeld = await this.#store.lease.heartbeat(
      this.#syncId,
      current,
      progress,
    );
    if (!isHeld) {
      this.#onLost();
      return;
    }
    this.#renewedAt = performance.now();
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#onProgress();
    }
  }

  /** Ends it. What is under way does no harm: a lease that was given back cannot be renewed. */
  stop(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    try {
      if (this.#age() >= RENEW_AFTER_MS || this.#describe() !== this.#shown) {
        await this.renew();
      }
      const { lines, firstPosition } = this.#log.takeUnflushed();
      if (lines.length > 0) {
        await this.#store.logs.append(this.#syncId, lines, firstPosition);
      }
    } catch (error) {
      this.#logger.warn(
        `The database does not answer while the sync runs: ${error}`,
      );
    }
  }

  #age(): number {
    return performance.now() - this.#renewedAt;
  }

  #describe(): string {
    const { current, progress } = this.#tracker;
    return JSON.stringify([current, progress]);
  }
}
