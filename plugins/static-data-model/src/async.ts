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
 * the loop has held it for 10 ms. Where many loops run at the same time and share it, it is all of
 * them together that hold the event loop for no longer.
 *
 * @param signal - makes the function throw the signal's reason once it is aborted
 * @public
 */
export function createYielder(signal?: AbortSignal): () => Promise<void> {
  let turnStart = performance.now();
  return async () => {
    while (performance.now() - turnStart >= MAX_BLOCK_MS) {
      const turnBefore = turnStart;
      await yieldToEventLoop();
      // Of several loops that have waited, the first begins the turn, which the others go on with.
      if (turnStart === turnBefore) {
        turnStart = performance.now();
      }
    }
    signal?.throwIfAborted();
  };
}

/** Items that are sorted at once: a few milliseconds, also with long paths. */
const SORTED_AT_ONCE = 2_000;

/**
 * Sorts a list like `Array.sort`, and lets other work go on meanwhile.
 *
 * @param yieldWhenDue - awaited while it sorts
 * @returns another list
 * @public
 */
export async function sortYielding<Item>(
  items: Item[],
  compare: (a: Item, b: Item) => number,
  yieldWhenDue: () => Promise<void>,
): Promise<Item[]> {
  await yieldWhenDue();
  if (items.length <= SORTED_AT_ONCE) {
    return [...items].sort(compare);
  }
  const middle = Math.ceil(items.length / 2);
  const [first, second] = [
    await sortYielding(items.slice(0, middle), compare, yieldWhenDue),
    await sortYielding(items.slice(middle), compare, yieldWhenDue),
  ];
  const sorted: Item[] = [];
  for (let i = 0, j = 0; sorted.length < items.length; ) {
    if (sorted.length % SORTED_AT_ONCE === 0) {
      await yieldWhenDue();
    }
    const takesFirst =
      j === second.length ||
      (i < first.length && compare(first[i], second[j]) <= 0);
    sorted.push(takesFirst ? first[i++] : second[j++]);
  }
  return sorted;
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
