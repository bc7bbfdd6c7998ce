import { LoggerService } from '@backstage/backend-plugin-api';
import {
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';

/** Deletes history that is older, or more, than the configuration keeps. */
export class HistoryCleaner {
  readonly #store: Pick<StaticDataStore, 'trimHistory'>;
  readonly #limits: StaticDataConfig['history'];
  readonly #logger: LoggerService;

  constructor(options: {
    store: Pick<StaticDataStore, 'trimHistory'>;
    limits: StaticDataConfig['history'];
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#limits = options.limits;
    this.#logger = options.logger;
  }

  /** A failure is passed on, for the scheduler to record it as one. */
  async run(): Promise<void> {
    const deleted = await this.#store.trimHistory(this.#limits);
    if (deleted > 0) {
      this.#logger.info(`Deleted ${deleted} syncs from the history`);
    }
  }
}
