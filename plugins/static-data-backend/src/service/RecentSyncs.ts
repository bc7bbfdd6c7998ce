import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  SyncHistoryStore,
  SyncStateStore,
  SyncSummary,
} from '@internal/plugin-static-data-node';

const PAGE_SIZE = 2000;

/** The longest period of statistics, and a day for the difference between two requests. */
const KEPT_MS = 91 * 24 * 60 * 60 * 1000;

interface Store {
  history: Pick<SyncHistoryStore, 'listSummaries'>;
  state: Pick<SyncStateStore, 'getHistoryVersion'>;
}

interface Loaded {
  /** Of the history, as of which the syncs are complete. */
  version: number;
  /** ISO 8601, UTC: from when on. */
  from: string;
  /** Oldest first. */
  syncs: SyncSummary[];
}

/** The syncs since some time that are not dry runs. */
export interface SyncWindow {
  /** Differs when there are others in it. */
  key: string;
  /** Oldest first. */
  list(): SyncSummary[];
}

/**
 * Keeps in memory what health and statistics are made of. Whoever asks gets what the history has
 * then, whichever process changed it: its version says whether there is anything to read.
 */
export class RecentSyncs {
  readonly #store: Store;
  readonly #now: () => Date;
  #loaded: Loaded | undefined;
  #loading: Promise<Loaded> | undefined;

  constructor(options: { store: Store; now?: () => Date }) {
    this.#store = options.store;
    this.#now = options.now ?? (() => new Date());
  }

  async getSince(since: Date): Promise<SyncWindow> {
    const from = since.toISOString();
    const { version, syncs } = await this.#get(from);
    const first = findFirst(syncs, from);
    return {
      key: `${version}/${syncs.length - first}`,
      list: () => syncs.slice(first),
    };
  }

  async #get(from: string): Promise<Loaded> {
    const version = await this.#store.state.getHistoryVersion();
    if (this.#loaded?.version === version && this.#loaded.from <= from) {
      return this.#loaded;
    }
    if (this.#loading) {
      // Of an earlier request, which may have had another time in mind.
      await this.#loading;
      return this.#get(from);
    }
    this.#loading = this.#load(from, version).finally(() => {
      this.#loading = undefined;
    });
    this.#loaded = await this.#loading;
    return this.#loaded;
  }

  async #load(asked: string, version: number): Promise<Loaded> {
    const kept = new Date(this.#now().getTime() - KEPT_MS).toISOString();
    const from = asked < kept ? asked : kept;
    const known = this.#loaded;
    if (known && known.from <= from) {
      const added = await this.#read(from, known.syncs.at(-1));
      // As many as there were changes: so they are nothing but syncs that came last.
      if (added.length === version - known.version) {
        const rest = known.syncs.slice(findFirst(known.syncs, from));
        return { version, from, syncs: [...rest, ...added] };
      }
    }
    return { version, from, syncs: await this.#read(from) };
  }

  async #read(from: string, after?: SyncSummary): Promise<SyncSummary[]> {
    const syncs: SyncSummary[] = [];
    let page: SyncSummary[];
    do {
      page = await this.#store.history.listSummaries({
        from,
        after: syncs.at(-1) ?? after,
        limit: PAGE_SIZE,
      });
      syncs.push(...page);
      await nextTurn();
    } while (page.length === PAGE_SIZE);
    return syncs;
  }
}

/** Index of the first sync that started at a time or later. */
function findFirst(syncs: SyncSummary[], from: string): number {
  let low = 0;
  let high = syncs.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (syncs[middle].startTime < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
