import { setImmediate } from 'node:timers/promises';

/** Long enough to be cheap, short enough that a request does not notice. */
const MAX_BLOCK_MS = 10;

/** Enough to keep a disk or a network share busy: the more reads overlap, the less each one costs. */
const DEFAULT_CONCURRENCY = 64;

/**
 * Lets the event loop handle everything that is waiting for it.
 *
 * @public
 */
export async function yieldToEventLoop(): Promise<void> {
  await setImmediate();
}

/**
 * Creates a function to be awaited in every pass of a long loop: it yields to the event loop once
 * the loop has held it for 10 ms.
 *
 * @param signal - makes the function throw the signal's reason once it is aborted
 * @public
 */
export function createYielder(signal?: AbortSignal): () => Promise<void> {
  let lastYield = performance.now();
  return async () => {
    if (performance.now() - lastYield >= MAX_BLOCK_MS) {
      await yieldToEventLoop();
      lastYield = performance.now();
    }
    signal?.throwIfAborted();
  };
}

/**
 * Work that can be interrupted between its steps.
 *
 * @public
 */
export type Steps<Result> = Generator<void, Result, void>;

/**
 * Does work step by step.
 *
 * @param yieldWhenDue - awaited between the steps
 * @public
 */
export async function runSteps<Result>(
  steps: Steps<Result>,
  yieldWhenDue: () => Promise<void>,
): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
    await yieldWhenDue();
  }
}

/**
 * Waits for work that does not observe the signal itself, and stops waiting when the signal is
 * aborted.
 *
 * @throws the reason of the signal
 * @public
 */
export async function untilAborted<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}

/**
 * Runs a function for every item, with a limited number of calls at the same time. After a failure
 * no further calls are started.
 *
 * @param concurrency - 64 by default
 * @returns the results in the order of the items
 * @public
 */
export async function inParallel<Item, Result>(
  items: Item[],
  run: (item: Item) => Promise<Result>,
  concurrency = DEFAULT_CONCURRENCY,
): Promise<Result[]> {
  const results: Result[] = [];
  // The workers share one iterator: a queue with a promise for every item would take as long as
  // what is done for it.
  const remaining = items.entries();
  let hasFailed = false;
  const runRemaining = async () => {
    for (const [index, item] of remaining) {
      if (hasFailed) {
        return;
      }
      try {
        results[index] = await run(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runRemaining));
  return results;
}
