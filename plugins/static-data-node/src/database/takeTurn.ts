import { setImmediate } from 'node:timers/promises';
import { retryWhileBusy } from './retryWhileBusy';

/**
 * Runs one of many small operations, then lets others have their turn: statements on SQLite
 * follow each other without letting go of the event loop.
 */
export async function takeTurn<T>(operation: () => Promise<T>): Promise<T> {
  const result = await retryWhileBusy(operation);
  await setImmediate();
  return result;
}
