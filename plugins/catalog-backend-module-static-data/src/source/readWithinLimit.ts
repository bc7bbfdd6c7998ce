import { RateLimit, RateLimitedError } from './RateLimit';
import { ReadTime } from './SourceReader';
import { isRefused } from './toHostFailure';

/**
 * Reads through one of Backstage's URL readers when the host takes requests. The readers do not tell a
 * limit from a missing right, so the host is asked for something else.
 *
 * @throws RateLimitedError if the host takes no requests within the time; what `read` throws
 */
export async function readWithinLimit<T>(
  rateLimit: RateLimit,
  time: ReadTime,
  { read, ask }: { read: () => Promise<T>; ask: () => Promise<unknown> },
): Promise<T> {
  return rateLimit.run(time, async () => {
    rateLimit.check();
    try {
      return await read();
    } catch (error) {
      const answer =
        isRefused(error) && (await ask().catch((reason: unknown) => reason));
      throw answer instanceof RateLimitedError ? answer : error;
    }
  });
}
