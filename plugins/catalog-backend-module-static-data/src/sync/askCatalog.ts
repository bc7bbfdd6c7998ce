import { untilAborted } from '@internal/plugin-static-data-model';
import { SyncWork } from './RunningSync';

/**
 * Asks the catalog for something that a sync can do without: a catalog that fails, or takes too long,
 * must not keep it from applying.
 *
 * @param consequence - what it means that the catalog could not be asked, for the log
 * @returns undefined if the catalog could not be asked
 */
export async function askCatalog<Answer>(
  sync: SyncWork,
  options: {
    timeoutMs: number;
    consequence: string;
    ask: () => Promise<Answer>;
  },
): Promise<Answer | undefined> {
  const { timeoutMs, consequence, ask } = options;
  try {
    return await untilAborted(sync.limit(timeoutMs), ask);
  } catch (error) {
    sync.signal.throwIfAborted();
    sync.log.warn(`${consequence}: ${error}`);
    return undefined;
  }
}
