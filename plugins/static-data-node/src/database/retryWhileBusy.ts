import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';

const GIVE_UP_AFTER_MS = 15_000;
const LONGEST_PAUSE_MS = 500;

/**
 * Repeats an operation that found the database locked, with growing pauses.
 *
 * SQLite would wait on its own, but blocks the process while it does, and with it the
 * transaction that it waits for if that belongs to another connection of the same
 * process: the services that Backstage provides to the plugin have one. An operation
 * that fails so has changed nothing.
 */
export async function retryWhileBusy<T>(
  operation: () => Promise<T>,
): Promise<T> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (let pause = 5; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await operation();
    } catch (error) {
      if (!isBusy(error) || Date.now() + pause > giveUpAt) {
        throw error;
      }
    }
    // Of two that collided, one must come first the next time.
    await sleep(pause * (0.5 + Math.random()));
  }
}

function isBusy(error: unknown): boolean {
  return (
    isError(error) &&
    (String(error.code).startsWith('SQLITE_BUSY') ||
      // How the migrator of Knex reports a lock that it did not get.
      error.name === 'MigrationLocked')
  );
}
