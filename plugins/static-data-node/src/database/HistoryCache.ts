import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';
import { LRUCache } from 'lru-cache';

const HISTORY_VERSIONS_TABLE = 'static_data_history_versions';

interface HistoryVersionRow {
  /** Whether it is the version of the dry runs, or of all other syncs. */
  dry_run: boolean;
  version: string;
}

/**
 * Notes that syncs were recorded or deleted, in the transaction that does so. A version is a UUID,
 * so that none comes back when the database is restored from a backup.
 *
 * @param dryRun - whether they are dry runs; left out if any of them may be
 */
export async function renewHistoryVersion(
  tx: Knex.Transaction,
  dryRun?: boolean,
): Promise<void> {
  const versions = tx<HistoryVersionRow>(HISTORY_VERSIONS_TABLE);
  if (dryRun !== undefined) {
    versions.where({ dry_run: dryRun });
  }
  await versions.update({ version: randomUUID() });
}

/**
 * What was read from the history of syncs, by what was asked for. It is read again once any process
 * has recorded or deleted a sync.
 *
 * Only for what would have to go through much of the history for every page: all else is as fast
 * without.
 */
export class HistoryCache<Query extends object, Value extends {}> {
  readonly #knex: Knex;
  readonly #values: LRUCache<string, Value, () => Promise<Value>>;
  readonly #read: (query: Query) => Promise<Value>;

  /** @param options.maxSize - of all values together, as `sizeOf` says; 1 each if left out */
  constructor(
    knex: Knex,
    options: {
      read: (query: Query) => Promise<Value>;
      maxSize: number;
      sizeOf?: (value: Value) => number;
    },
  ) {
    const { maxSize, sizeOf = () => 1 } = options;
    this.#knex = knex;
    this.#read = options.read;
    this.#values = new LRUCache({
      maxSize,
      sizeCalculation: value => Math.max(sizeOf(value), 1),
      fetchMethod: (_key, _stale, { context: read }) => read(),
    });
  }

  /**
   * @param dryRun - if the value depends on nothing but the dry runs, or but the other syncs
   */
  async get(query: Query, dryRun?: boolean): Promise<Value> {
    // Before the value is read: at worst, it is newer than its version.
    const rows = await this.#knex<HistoryVersionRow>(HISTORY_VERSIONS_TABLE)
      .orderBy('dry_run')
      .select();
    const versions = rows
      .filter(row => dryRun === undefined || Boolean(row.dry_run) === dryRun)
      .map(({ version }) => version);
    return this.#values.forceFetch(JSON.stringify([versions, query]), {
      context: () => this.#read(query),
    });
  }
}
