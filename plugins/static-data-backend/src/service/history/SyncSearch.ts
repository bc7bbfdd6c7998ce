import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  SyncHistoryFilters,
  SyncHistoryStore,
  SyncPosition,
  SyncStateStore,
} from '@internal/plugin-static-data-node';

/** Syncs that are looked through at once: few enough not to keep others waiting. */
const SYNCS_AT_ONCE = 5000;

/** Beyond this a page is found quickly wherever one starts to look. */
const MAX_POSITIONS = 50_000;

/** A search may hold all of these positions. */
const MAX_SEARCHES = 8;

interface Store {
  history: Pick<SyncHistoryStore, 'search'>;
  state: Pick<SyncStateStore, 'getHistoryVersion'>;
}

/** What a search for a text has found. */
export interface SearchResult {
  /** Number of syncs that match. */
  total: number;
  /** Their positions, newest first; undefined where there are too many to keep. */
  positions: SyncPosition[] | undefined;
}

/**
 * Searches the whole history for a text, and keeps what it found until the history changes, in
 * whichever process: only the first page takes as long as it takes to look everywhere.
 */
export class SyncSearch {
  readonly #store: Store;
  /** By filters, the longest unused first. */
  readonly #searches = new Map<
    string,
    { version: number; result: Promise<SearchResult> }
  >();

  constructor(options: { store: Store }) {
    this.#store = options.store;
  }

  async find(filters: SyncHistoryFilters): Promise<SearchResult> {
    // Before searching: so what is kept is at least as new as its version.
    const version = await this.#store.state.getHistoryVersion();
    const key = JSON.stringify(filters);
    const known = this.#searches.get(key);
    const search =
      known?.version === version
        ? known
        : { version, result: this.#search(filters) };
    this.#searches.delete(key);
    this.#searches.set(key, search);
    this.#forgetOldest();
    try {
      return await search.result;
    } catch (error) {
      this.#searches.delete(key);
      throw error;
    }
  }

  async #search(filters: SyncHistoryFilters): Promise<SearchResult> {
    let total = 0;
    const positions: SyncPosition[] = [];
    let after: SyncPosition | undefined;
    do {
      const { found, end } = await this.#store.history.search({
        filters,
        limit: SYNCS_AT_ONCE,
        after,
      });
      total += found.length;
      if (total <= MAX_POSITIONS) {
        positions.push(...found);
      }
      after = end;
      await nextTurn();
    } while (after);
    return { total, positions: total <= MAX_POSITIONS ? positions : undefined };
  }

  #forgetOldest(): void {
    const [oldest] = this.#searches.keys();
    if (this.#searches.size > MAX_SEARCHES) {
      this.#searches.delete(oldest);
    }
  }
}
