import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import {
  SyncHistoryFilters,
  SyncHistoryQuery,
  SyncHistoryStore,
  SyncPosition,
  SyncStateStore,
} from '@internal/plugin-static-data-node';
import { CountCache } from './CountCache';
import { SyncSearch } from './SyncSearch';

interface HistoryPage {
  records: SyncHistoryRecord[];
  hasMore: boolean;
}

/** Reads the history page by page, as fast with a text to look for as without. */
export class SyncHistoryReader {
  readonly #history: SyncHistoryStore;
  readonly #counts: CountCache;
  readonly #searches: SyncSearch;

  constructor(options: {
    store: {
      history: SyncHistoryStore;
      state: Pick<SyncStateStore, 'getHistoryVersion'>;
    };
    counts: CountCache;
  }) {
    this.#history = options.store.history;
    this.#counts = options.counts;
    this.#searches = new SyncSearch({ store: options.store });
  }

  async list(query: SyncHistoryQuery): Promise<HistoryPage> {
    const { limit, offset = 0, after, ...filters } = query;
    const { positions } =
      filters.q === undefined
        ? { positions: undefined }
        : await this.#searches.find(filters);
    if (!positions) {
      return this.#history.list(query);
    }
    const start = offset + (after ? countUpTo(positions, after) : 0);
    const page = positions.slice(start, start + limit);
    return {
      records: await this.#history.listByIds(page.map(({ id }) => id)),
      hasMore: positions.length > start + limit,
    };
  }

  /** Number of the syncs on all pages. */
  async count(filters: SyncHistoryFilters): Promise<number> {
    if (filters.q !== undefined) {
      return (await this.#searches.find(filters)).total;
    }
    return this.#counts.get(['syncs', filters], () =>
      this.#history.count(filters),
    );
  }
}

/** Number of positions that are not behind another one. */
function countUpTo(positions: SyncPosition[], other: SyncPosition): number {
  const next = positions.findIndex(
    ({ startTime, id }) =>
      startTime < other.startTime ||
      (startTime === other.startTime && id < other.id),
  );
  return next === -1 ? positions.length : next;
}
