import {
  SyncHistoryFilters,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  StaticDataStore,
  SyncHistoryQuery,
  SyncPosition,
} from '@internal/plugin-static-data-node';
import { CountCache } from './CountCache';
import { TextSearch } from './TextSearch';

/** Reads the history page by page, as fast with a text to look for as without. */
export class SyncHistoryReader {
  readonly #history: StaticDataStore['history'];
  readonly #counts: CountCache;
  readonly #search: TextSearch<SyncHistoryFilters, SyncPosition>;

  constructor(options: {
    store: Pick<StaticDataStore, 'history' | 'state'>;
    counts: CountCache;
  }) {
    const { history, state } = options.store;
    this.#history = history;
    this.#counts = options.counts;
    this.#search = new TextSearch({
      state,
      searchPart: query => history.search(query),
    });
  }

  async list(
    query: SyncHistoryQuery,
  ): Promise<{ records: SyncHistoryRecord[]; hasMore: boolean }> {
    const { limit, offset = 0, after, ...filters } = query;
    if (filters.q === undefined) {
      return this.#history.list(query);
    }
    const { positions } = await this.#search.find(filters);
    const before = after
      ? positions?.findIndex(({ id }) => id === after.id) ?? -1
      : -1;
    if (!positions || (after && before === -1)) {
      return this.#history.list(query);
    }
    const start = before + 1 + offset;
    const page = positions.slice(start, start + limit);
    return {
      records: await this.#history.listByIds(page.map(({ id }) => id)),
      hasMore: positions.length > start + limit,
    };
  }

  /** Number of the syncs on all pages. */
  async count(filters: SyncHistoryFilters): Promise<number> {
    if (filters.q !== undefined) {
      return (await this.#search.find(filters)).total;
    }
    return this.#counts.get(['syncs', filters], () =>
      this.#history.count(filters),
    );
  }
}
