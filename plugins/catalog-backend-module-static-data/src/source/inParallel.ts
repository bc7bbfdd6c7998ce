/** Keeps a disk or a network share busy; the more answers come at once, the less each costs. */
const FILES = 64;

/**
 * Runs a function for every item, a few at the same time; after a failure, for no more. A
 * queue with a promise for every item would take as long as what is done for it.
 */
export async function inParallel<Item, Result>(
  items: Item[],
  run: (item: Item) => Promise<Result>,
  concurrency = FILES,
): Promise<Result[]> {
  const results: Result[] = [];
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
