import { LoggerService } from '@backstage/backend-plugin-api';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { SyncRunner } from './SyncRunner';

interface RefreshWorkerOptions {
  store: StaticDataStore;
  runner: SyncRunner;
  /** Whether syncs can run yet; requests wait until then. */
  isReady: () => boolean;
  logger: LoggerService;
}

/** Runs the syncs that are requested, one after the other. */
export class RefreshWorker {
  readonly #options: RefreshWorkerOptions;
  #draining?: Promise<void>;

  constructor(options: RefreshWorkerOptions) {
    this.#options = options;
  }

  /** Runs syncs until no request is queued, or until another process is running one. */
  async drain(): Promise<void> {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    await this.#draining;
  }

  /** Like {@link RefreshWorker.drain}, for callers that must not wait for a sync. */
  trigger(): void {
    this.drain().catch(error =>
      this.#options.logger.error(
        'Could not run the requested syncs; retrying in a few seconds',
        error,
      ),
    );
  }

  async #drain(): Promise<void> {
    if (!this.#options.isReady()) {
      return;
    }
    for (
      let request = await this.#options.store.refreshRequests.peek();
      request;
      request = await this.#options.store.refreshRequests.peek()
    ) {
      const record = await this.#options.runner.run(request);
      if (!record) {
        return;
      }
    }
  }
}
