import { setImmediate } from 'node:timers/promises';

/** Long enough to be cheap, short enough that a request does not notice. */
const MAX_BLOCK_MS = 10;

/**
 * Creates a function to call in a long loop: it lets the event loop breathe when the loop has
 * held it for a while, and throws when the signal was aborted.
 */
export function createYielder(signal: AbortSignal): () => Promise<void> {
  let lastYield = performance.now();
  return async () => {
    if (performance.now() - lastYield >= MAX_BLOCK_MS) {
      await setImmediate();
      lastYield = performance.now();
    }
    signal.throwIfAborted();
  };
}
