import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 100;

/**
 * Asks again until there is an answer.
 *
 * @param what - for the error, after "Waited in vain for"
 * @param ask - undefined or false means not yet; so does an error, which is told if it is the last
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await sleep(PAUSE_MS);
  }
  throw new Error(
    `Waited in vain for ${what}${lastError ? `: ${lastError}` : ''}`,
    { cause: lastError },
  );
}

/** Fails if a promise is not settled in time. */
export async function within<T>(
  what: string,
  promise: Promise<T>,
  timeoutMs = 60_000,
): Promise<T> {
  const timeout = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: timeout.signal }).then(
    () => {
      throw new Error(`Waited in vain for ${what}`);
    },
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    timeout.abort();
    late.catch(() => {});
  }
}
