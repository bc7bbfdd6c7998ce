import {
  SyncHistoryFilters,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import {
  SyncHistoryQuery,
  SyncHistoryStore,
  SyncPosition,
  SyncSummary,
} from '../store';
import { toIsoString, toStorableRow } from './columns';
import { filterSyncHistory } from './filterSyncHistory';
import { inBatches } from './inBatches';
import { toSyncHistoryRecord, toSyncHistoryRow } from './syncHistoryRow';
import { SYNC_HISTORY_TABLE, SyncHistoryRow } from './tables';

const NEWEST_FIRST = [
  { column: 'start_time', order: 'desc' },
  { column: 'id', order: 'desc' },
] as const;

/** All but those that only one sync is read with. */
const LIST_COLUMNS = [
  'id',
  'sync_type',
  'start_time',
  'end_time',
  'duration_ms',
  'status',
  'stats',
  'errors',
  'warnings',
  'triggered_by',
  'config_snapshot',
  'revision',
  'steps',
  'dry_run',
  'total_entities',
  'error_count',
  'warning_count',
  'inferred',
  'confirmation',
  'commit',
] as const;

const SUMMARY_COLUMNS = [
  'id',
  'start_time',
  'status',
  'duration_ms',
  'total_entities',
] as const;

/** The history of syncs in a database. */
export class DatabaseSyncHistoryStore implements SyncHistoryStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(id: string): Promise<SyncHistoryRecord | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && toSyncHistoryRecord(row);
  }

  async getLatest(): Promise<SyncHistoryRecord | undefined> {
    const row = await this.#rows()
      .where({ dry_run: false })
      .orderBy([...NEWEST_FIRST])
      .first();
    return row && toSyncHistoryRecord(row);
  }

  async list(
    query: SyncHistoryQuery,
  ): Promise<{ records: SyncHistoryRecord[]; hasMore: boolean }> {
    const { limit, offset = 0, after } = query;
    const rows = await this.#rows()
      .modify(filterSyncHistory, query, after)
      .orderBy([...NEWEST_FIRST])
      // One more than was asked for, to see whether there is more.
      .limit(limit + 1)
      .offset(offset)
      .select(LIST_COLUMNS);
    return {
      records: rows.slice(0, limit).map(toSyncHistoryRecord),
      hasMore: rows.length > limit,
    };
  }

  async count(filters: SyncHistoryFilters): Promise<number> {
    return this.#count(rows => rows.modify(filterSyncHistory, filters));
  }

  async listByIds(ids: string[]): Promise<SyncHistoryRecord[]> {
    const records: SyncHistoryRecord[] = [];
    await inBatches(ids, async batch => {
      const rows = await this.#rows().whereIn('id', batch).select(LIST_COLUMNS);
      records.push(...rows.map(toSyncHistoryRecord));
    });
    return records.sort(newestFirst);
  }

  async search(
    query: Parameters<SyncHistoryStore['search']>[0],
  ): ReturnType<SyncHistoryStore['search']> {
    const { filters, limit, after } = query;
    const last = await this.#rows()
      .modify(filterSyncHistory, { ...filters, q: undefined }, after)
      .orderBy([...NEWEST_FIRST])
      .offset(limit - 1)
      .select('start_time', 'id')
      .first();
    const matching = this.#rows()
      .modify(filterSyncHistory, filters, after)
      .orderBy([...NEWEST_FIRST])
      .select('start_time', 'id');
    if (last) {
      matching.whereRaw('(start_time, id) >= (?, ?)', [
        toIsoString(last.start_time),
        last.id,
      ]);
    }
    return {
      found: (await matching).map(toSyncPosition),
      end: last && toSyncPosition(last),
    };
  }

  async listSummaries(
    query: Parameters<SyncHistoryStore['listSummaries']>[0],
  ): Promise<SyncSummary[]> {
    const { from, after, limit } = query;
    const page = this.#rows()
      .where({ dry_run: false })
      .where('start_time', '>=', toIsoString(from))
      .orderBy(['start_time', 'id'])
      .limit(limit)
      .select(SUMMARY_COLUMNS);
    if (after) {
      page.whereRaw('(start_time, id) > (?, ?)', [
        toIsoString(after.startTime),
        after.id,
      ]);
    }
    return (await page).map(toSyncSummary);
  }

  async getLastAppliedBefore(time: string): Promise<SyncSummary | undefined> {
    const row = await this.#rows()
      .where({ dry_run: false })
      .where('start_time', '<', toIsoString(time))
      .whereNot({ status: 'FAILURE' })
      .orderBy([...NEWEST_FIRST])
      .select(SUMMARY_COLUMNS)
      .first();
    return row && toSyncSummary(row);
  }

  async countConsecutiveFailures(): Promise<number> {
    const latestOther = await this.#rows()
      .where({ dry_run: false })
      .whereNot({ status: 'FAILURE' })
      .orderBy([...NEWEST_FIRST])
      .select('start_time', 'id')
      .first();
    return this.#count(rows => {
      rows.where({ dry_run: false, status: 'FAILURE' });
      if (latestOther) {
        rows.whereRaw('(start_time, id) > (?, ?)', [
          toIsoString(latestOther.start_time),
          latestOther.id,
        ]);
      }
    });
  }

  /** Whether there is a record that does not give way to another one. */
  async has(id: string, inferred: boolean): Promise<boolean> {
    const row = await this.#rows().where({ id }).first('inferred');
    return row !== undefined && (inferred || !row.inferred);
  }

  /**
   * Adds a record in a transaction.
   *
   * @param inferred - whether it gives way to a later one with the same id
   * @returns false, with nothing changed, if there is one that does not give way
   */
  async insert(
    tx: Knex.Transaction,
    record: SyncHistoryRecord,
    inferred: boolean,
  ): Promise<boolean> {
    const insertion = tx<SyncHistoryRow>(SYNC_HISTORY_TABLE)
      .insert(toStorableRow(toSyncHistoryRow(record, inferred)))
      .onConflict('id');
    const inserted = await (inferred
      ? insertion.ignore()
      : insertion.merge().where(`${SYNC_HISTORY_TABLE}.inferred`, true)
    ).returning('id');
    return inserted.length > 0;
  }

  /** Ids of the latest sync, of the latest that is not a dry run, and of the latest success. */
  async listLatestIds(): Promise<string[]> {
    const filters = [
      {},
      { dry_run: false },
      { dry_run: false, status: 'SUCCESS' },
    ] as const;
    const ids = new Set<string>();
    for (const filter of filters) {
      const row = await this.#rows()
        .where(filter)
        .orderBy([...NEWEST_FIRST])
        .first('id');
      if (row) {
        ids.add(row.id);
      }
    }
    return [...ids];
  }

  #rows(): Knex.QueryBuilder<SyncHistoryRow> {
    return this.#knex<SyncHistoryRow>(SYNC_HISTORY_TABLE);
  }

  async #count(
    restrict: (rows: Knex.QueryBuilder<SyncHistoryRow>) => void,
  ): Promise<number> {
    const rows = this.#rows();
    restrict(rows);
    const [{ count }] = await rows.count({ count: '*' });
    return Number(count);
  }
}

function toSyncPosition(
  row: Pick<SyncHistoryRow, 'start_time' | 'id'>,
): SyncPosition {
  return { startTime: toIsoString(row.start_time), id: row.id };
}

function newestFirst(a: SyncPosition, b: SyncPosition): number {
  if (a.startTime !== b.startTime) {
    return a.startTime < b.startTime ? 1 : -1;
  }
  return a.id < b.id ? 1 : -1;
}

function toSyncSummary(
  row: Pick<SyncHistoryRow, (typeof SUMMARY_COLUMNS)[number]>,
): SyncSummary {
  return {
    id: row.id,
    startTime: toIsoString(row.start_time),
    status: row.status,
    durationMs: Number(row.duration_ms),
    totalEntities: Number(row.total_entities),
  };
}
