import pLimit from 'p-limit';
import { RateLimit } from './RateLimit';

/** Repositories to read at the same time, where each takes requests of its own. */
const MAX_CONCURRENCY = 8;

/**
 * Has repositories of a host that take requests of their own read a few at a time. What was read of a repository
 * is lost when a limit interrupts it, so while requests are few, one is read to its end before the next begins.
 */
export class RepositoryTurns {
  readonly #limitConcurrency = pLimit(MAX_CONCURRENCY);
  readonly #oneByOne = pLimit(1);

  async run<T>(rateLimit: RateLimit, read: () => Promise<T>): Promise<T> {
    return this.#limitConcurrency(() =>
      rateLimit.isTight ? this.#oneByOne(read) : read(),
    );
  }
}
