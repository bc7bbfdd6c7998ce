import { setImmediate } from 'node:timers/promises';

/** Does some work, and counts the turns that the event loop has meanwhile. */
export async function countTurns<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; turns: number }> {
  let isDone = false;
  const done = work().finally(() => {
    isDone = true;
  });
  let turns = 0;
  for (; !isDone; turns++) {
    await setImmediate();
  }
  return { result: await done, turns };
}
