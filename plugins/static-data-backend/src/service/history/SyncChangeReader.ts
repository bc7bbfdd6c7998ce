import { SyncChange } from '@internal/plugin-static-data-common';
import {
  StaticDataStore,
  SyncChangeFilters,
  SyncChangePosition,
  SyncChangeQuery,
} from '@internal/plugin-static-data-node';
import { CountCache } from './CountCache';
import { TextSearch } from './TextSearch';

/** Reads what a sync changed page by page, as fast with a text to look for as without. */
export class SyncChangeReader {
  readonly #changes: StaticDataStore['changes'];
  readonly #counts: CountCache;
  readonly #search: TextSearch<SyncChangeFilters, SyncChangePosition>;

  constructor(options: {
    store: Pick<StaticDataStore, 'changes' | 'state'>;
    counts: CountCache;
  }) {
    const { changes, state } = options.store;
    this.#changes = changes;
    this.#counts = options.counts;
    this.#search = new TextSearch({
      state,
      searchPart: query => changes.search(query),
    });
  }

  async list(
    query: SyncChangeQuery,
  ): Promise<{ changes: SyncChange[]; hasMore: boolean }> {
    const { limit, after, ...filters } = query;
    if (filters.q === undefined) {
      return this.#changes.list(query);
    }
    const { positions } = await this.#search.find(filters);
    const before = after
      ? positions?.findIndex(position => isSame(position, after)) ?? -1
      : -1;
    if (!positions || (after && before === -1)) {
      return this.#changes.list(query);
    }
    const page = positions.slice(before + 1, before + 1 + limit);
    return {
      changes: await this.#changes.listAt(filters.syncId, page),
      hasMore: positions.length > before + 1 + limit,
    };
  }

  /** Number of the changes on all pages. */
  async count(filters: SyncChangeFilters): Promise<number> {
    if (filters.q !== undefined) {
      return (await this.#search.find(filters)).total;
    }
    return this.#counts.get(['changes', filters], () =>
      this.#changes.count(filters),
    );
  }
}

function isSame(a: SyncChangePosition, b: SyncChangePosition): boolean {
  return (
    a.entityRef === b.entityRef && a.change === b.change && a.kind === b.kind
  );
}
