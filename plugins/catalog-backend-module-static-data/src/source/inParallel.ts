import pLimit from 'p-limit';

/** Enough to keep a disk or a network share busy. */
const CONCURRENCY = 16;

/** Runs a function for every item, a few at the same time; after a failure, for no more. */
export async function inParallel<Item, Result>(
  items: Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(CONCURRENCY);
  try {
    return await Promise.all(items.map(item => limit(() => run(item))));
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}
