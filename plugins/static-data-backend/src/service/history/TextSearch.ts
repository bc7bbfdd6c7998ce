import { setImmediate as nextTurn } from 'node:timers/promises';
import { SyncStateStore } from '@internal/plugin-static-data-node';

/** Rows that are looked through at once: few enough not to keep others waiting. */
const ROWS_AT_ONCE = 5000;

/** Beyond this a page is found quickly wherever one starts to look. */
const MAX_POSITIONS = 50_000;

/** Each may hold as many positions. */
const MAX_SEARCHES = 8;

/** Looks through some rows, from where the last time ended. */
type SearchPart<TFilters, TPosition> = (query: {
  filters: TFilters;
  limit: number;
  after?: TPosition;
}) => Promise<{ found: TPosition[]; end?: TPosition }>;

/** What a search has found. */
export interface SearchResult<TPosition> {
  /** Number of all that match. */
  total: number;
  /** Where they are, in order; undefined where there are too many to keep. */
  positions: TPosition[] | undefined;
}

/**
 * Searches everything for a text, part by part, and keeps what it found until the history
 * changes, in whichever process: only the first page takes as long as it takes to look everywhere.
 */
export class TextSearch<TFilters, TPosition> {
  readonly #state: Pick<SyncStateStore, 'getHistoryVersion'>;
  readonly #searchPart: SearchPart<TFilters, TPosition>;
  /** By filters, the longest unused first. */
  readonly #searches = new Map<
    string,
    { version: number; result: Promise<SearchResult<TPosition>> }
  >();

  constructor(options: {
    state: Pick<SyncStateStore, 'getHistoryVersion'>;
    searchPart: SearchPart<TFilters, TPosition>;
  }) {
    this.#state = options.state;
    this.#searchPart = options.searchPart;
  }

  async find(filters: TFilters): Promise<SearchResult<TPosition>> {
    // Before searching: so what is kept is at least as new as its version.
    const version = await this.#state.getHistoryVersion();
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

  async #search(filters: TFilters): Promise<SearchResult<TPosition>> {
    let total = 0;
    const positions: TPosition[] = [];
    let after: TPosition | undefined;
    do {
      const { found, end } = await this.#searchPart({
        filters,
        limit: ROWS_AT_ONCE,
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
