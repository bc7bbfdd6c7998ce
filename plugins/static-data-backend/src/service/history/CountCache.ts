import { SyncStateStore } from '@internal/plugin-static-data-node';

const MAX_ENTRIES = 1000;

interface Entry {
  version: number;
  count: Promise<number>;
}

/**
 * Keeps what was counted in the history until the history changes, in whichever process: then
 * it is counted again. So the number is exact, and costs little on every page but the first.
 */
export class CountCache {
  readonly #state: Pick<SyncStateStore, 'getHistoryVersion'>;
  /** The longest unused first. */
  readonly #entries = new Map<string, Entry>();

  constructor(options: { state: Pick<SyncStateStore, 'getHistoryVersion'> }) {
    this.#state = options.state;
  }

  /**
   * @param key - what is counted
   * @param count - counts it
   */
  async get(key: unknown, count: () => Promise<number>): Promise<number> {
    // Before counting: so what is kept is at least as new as its version.
    const version = await this.#state.getHistoryVersion();
    const name = JSON.stringify(key);
    const known = this.#entries.get(name);
    this.#entries.delete(name);
    const entry =
      known?.version === version ? known : { version, count: count() };
    this.#entries.set(name, entry);
    this.#forgetOldest();
    try {
      return await entry.count;
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES) {
      this.#entries.delete(oldest);
    }
  }
}
