import {
  QuietNeighbours,
  SyncHistoryFilters,
  SyncHistoryRecord,
  SyncMark,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import { yieldToEventLoop } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { toIsoString, toStoredTime } from '../database/columns';
import { HistoryCache } from '../database/HistoryCache';
import {
  countRows,
  readPage,
  requireSource,
  whereSource,
} from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';
import { SYNC_HISTORY_TABLE } from '../database/tables';
import {
  filterSyncHistory,
  SyncPosition,
  toPosition,
} from './filterSyncHistory';
import { searchSyncHistory } from './searchSyncHistory';
import {
  SYNC_HISTORY_COLUMNS,
  SyncHistoryRow,
  toSyncHistoryRecord,
} from './syncHistoryRow';

const NEWEST_FIRST = [
  { column: 'start_time', order: 'desc' },
  { column: 'id', order: 'desc' },
] as const;

/** The slowest repositories are only read with a single sync. */
const LIST_COLUMNS = SYNC_HISTORY_COLUMNS.names.filter(
  name => name !== 'repositories',
);

const OLDEST_FIRST = ['start_time', 'id'];

const SUMMARY_COLUMNS = [
  'start_time',
  'status',
  'duration_ms',
  'total_entities',
] as const;

const MARK_COLUMNS = [
  'id',
  'number',
  'status',
  'cancelled_by',
  'start_time',
  'duration_ms',
] as const;

/** What a row is called by health. */
const ROW = 'sync';

/** Their JSON is parsed in a few milliseconds. */
const ROWS_PER_CHECK = 100;

/**
 * On SQLite, what is no time sorts after it: a damaged record must not be the latest one for ever.
 */
const END_OF_TIME = '9999-12-31T00:00:00.000Z';

/** Of a sync: the largest integer of the column. */
const MAX_NUMBER = 2 ** 31 - 1;

const MAX_TOTALS = 1000;

/** Syncs that are kept as results of searches, and as summaries; each takes about 150 bytes. */
const MAX_MATCHES = 200_000;
const MAX_SUMMARIES = 100_000;

/** One for every minute in which health is asked for. */
const MAX_OUTCOMES = 10;

/** Where a sync is that a search has found, and whether nobody has to know of it. */
type Match = SyncPosition & { quiet: boolean };

type MarkRow = Pick<SyncHistoryRow, (typeof MARK_COLUMNS)[number]>;
type SummaryRow = Pick<SyncHistoryRow, (typeof SUMMARY_COLUMNS)[number]>;

/**
 * What the rules of health and statistics need to know of a sync.
 *
 * @public
 */
export type SyncSummary = Pick<
  SyncHistoryRecord,
  'startTime' | 'status' | 'durationMs'
> & { totalEntities: number };

/**
 * How the syncs have ended, without dry runs and those that somebody cancelled.
 *
 * @public
 */
export interface SyncOutcomes {
  /** Number of syncs since some time. */
  total: number;
  /** How many of them applied something. */
  applied: number;
  /** Number of failures in a row, counted back from the latest sync, however many they are. */
  consecutiveFailures: number;
  /** Status of the latest sync, however old it is. */
  latestStatus?: SyncStatus;
  /** Start of that sync; ISO 8601, UTC. */
  latestStatusAt?: string;
  /** Start of the latest sync, which may have been cancelled: it was on time; ISO 8601, UTC. */
  latestStartTime?: string;
}

/**
 * A page of the history, newest first.
 *
 * @public
 */
export interface SyncHistoryQuery extends SyncHistoryFilters {
  /** Maximum number of syncs, 1 to 500. */
  limit: number;
  /** Number of syncs to skip, for callers that number their pages. */
  offset?: number;
  /** Only syncs that sort after this one, the position of the previous page. */
  after?: SyncPosition;
}

interface QuietQuery {
  filters: SyncHistoryFilters;
  /** The first or the last sync of a page. */
  edge: SyncPosition;
  direction: keyof QuietNeighbours;
}

/**
 * The history of the syncs of one source, or of all, in the table `static_data_sync_history`.
 *
 * @remarks
 * Plain SQL over indexes. What would go through much of the history at every request is cached:
 * totals, searches for a text, and the summaries and outcomes of long periods.
 *
 * @public
 */
export class SyncHistoryStore {
  readonly #totals: HistoryCache<SyncHistoryFilters, number>;
  readonly #quiet: HistoryCache<QuietQuery, number>;
  readonly #matches: HistoryCache<SyncHistoryFilters, Match[]>;
  readonly #summaries: HistoryCache<{ from: string }, SyncSummary[]>;
  readonly #outcomes: HistoryCache<{ from: string }, SyncOutcomes>;

  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {
    this.#totals = new HistoryCache(knex, {
      read: filters =>
        countRows(this.#rows().modify(filterSyncHistory, filters)),
      maxSize: MAX_TOTALS,
    });
    this.#quiet = new HistoryCache(knex, {
      read: query => this.#readQuietNeighbours(query),
      maxSize: MAX_TOTALS,
    });
    this.#matches = new HistoryCache(knex, {
      read: filters => this.#readMatches(filters),
      maxSize: MAX_MATCHES,
      sizeOf: matches => matches.length,
    });
    this.#summaries = new HistoryCache(knex, {
      read: ({ from }) => this.#readSummaries(from),
      maxSize: MAX_SUMMARIES,
      sizeOf: summaries => summaries.length,
    });
    this.#outcomes = new HistoryCache(knex, {
      read: async ({ from }): Promise<SyncOutcomes> => {
        const [counts, consecutiveFailures, counted, latest] =
          await Promise.all([
            this.#countOutcomes(from),
            this.#countConsecutiveFailures(),
            this.#counted()
              .orderBy([...NEWEST_FIRST])
              .first('status', 'start_time'),
            this.#latest().select('start_time') as Promise<
              Pick<SyncHistoryRow, 'start_time'> | undefined
            >,
          ]);
        return {
          ...counts,
          consecutiveFailures,
          latestStatus: counted?.status,
          latestStatusAt:
            counted && SYNC_HISTORY_COLUMNS.fromRow(counted).startTime,
          latestStartTime:
            latest && SYNC_HISTORY_COLUMNS.fromRow(latest).startTime,
        };
      },
      maxSize: MAX_OUTCOMES,
    });
  }

  /** The record with this id, which may be a dry run. */
  async get(id: string): Promise<SyncHistoryRecord | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && this.#read(row);
  }

  /** The records with these ids, some hundred at most; those that there are. */
  async getAll(ids: string[]): Promise<SyncHistoryRecord[]> {
    const rows: SyncHistoryRow[] = await this.#rows().whereIn('id', ids);
    return rows.map(row => this.#read(row));
  }

  /** The latest sync that is not a dry run. */
  async getLatest(): Promise<SyncHistoryRecord | undefined> {
    const row = await this.#latest();
    return row && this.#read(row);
  }

  /**
   * A page of the syncs that match the filters.
   *
   * @returns with the position of the last sync of the page, to continue from
   */
  async list(query: SyncHistoryQuery): Promise<{
    records: SyncHistoryRecord[];
    hasMore: boolean;
    position?: SyncPosition;
  }> {
    const { limit, offset = 0, after, ...filters } = query;
    const page = this.#rows()
      .orderBy([...NEWEST_FIRST])
      .select(LIST_COLUMNS);
    if (filters.q === undefined) {
      page.modify(filterSyncHistory, filters, after).offset(offset);
    } else {
      const matches = await this.#listMatches(filters);
      const start = offset + (after ? countUpTo(matches, after) : 0);
      page.whereIn(
        'id',
        matches.slice(start, start + limit + 1).map(({ id }) => id),
      );
    }
    const { rows, hasMore } = await readPage<SyncHistoryRow>(page, limit);
    const last = rows.at(-1);
    return {
      records: rows.map(row => this.#read(row)),
      hasMore,
      position: last && toPosition(last),
    };
  }

  /** The latest syncs that are not dry runs, newest first: a record with errors costs as much as hundreds. */
  async listMarks(limit: number): Promise<SyncMark[]> {
    const rows: MarkRow[] = await this.#withoutDryRuns()
      .orderBy([...NEWEST_FIRST])
      .limit(limit)
      .select(MARK_COLUMNS);
    return rows.map(row => {
      const { id, number, status, cancelledBy, startTime, durationMs } =
        SYNC_HISTORY_COLUMNS.fromRow(row);
      return { id, number, status, cancelledBy, startTime, durationMs };
    });
  }

  /** Number of syncs on all pages. */
  async count(filters: SyncHistoryFilters): Promise<number> {
    if (filters.q !== undefined) {
      return (await this.#listMatches(filters)).length;
    }
    return this.#totals.get(filters, filters.dryRun);
  }

  /**
   * Number of syncs that match the filters between a sync and the nearest of which somebody has to
   * know, or the end of the history.
   */
  async countQuietNeighbours(
    filters: SyncHistoryFilters,
    edge: SyncPosition,
    direction: keyof QuietNeighbours,
  ): Promise<number> {
    const { startTime, id } = edge;
    return this.#quiet.get(
      { filters, edge: { startTime, id }, direction },
      filters.dryRun,
    );
  }

  async #readQuietNeighbours(query: QuietQuery): Promise<number> {
    const { filters, edge, direction } = query;
    const isNewer = direction === 'newer';
    if (filters.q !== undefined) {
      const matches = await this.#listMatches(filters);
      const index = countUpTo(matches, edge);
      const neighbours = isNewer
        ? matches.slice(0, index - 1).reverse()
        : matches.slice(index);
      const end = neighbours.findIndex(({ quiet }) => !quiet);
      return end < 0 ? neighbours.length : end;
    }
    const selectBeyond = (quiet: boolean) =>
      this.#rows()
        .modify(filterSyncHistory, filters)
        .where({ quiet })
        .whereRaw(`(start_time, id) ${isNewer ? '>' : '<'} (?, ?)`, [
          edge.startTime,
          edge.id,
        ]);
    const end: Pick<SyncHistoryRow, 'start_time' | 'id'> | undefined =
      await selectBeyond(false)
        .orderBy(isNewer ? OLDEST_FIRST : [...NEWEST_FIRST])
        .first('start_time', 'id');
    const neighbours = selectBeyond(true);
    if (end) {
      neighbours.whereRaw(`(start_time, id) ${isNewer ? '<' : '>'} (?, ?)`, [
        toStoredTime(end.start_time),
        end.id,
      ]);
    }
    return countRows(neighbours);
  }

  /** All syncs that match filters with a text, newest first. */
  async #listMatches(filters: SyncHistoryFilters): Promise<Match[]> {
    return this.#matches.get(filters, filters.dryRun);
  }

  async #readMatches(filters: SyncHistoryFilters): Promise<Match[]> {
    const matching = this.#rows()
      .modify(filterSyncHistory, filters)
      .orderBy([...NEWEST_FIRST])
      .select('start_time', 'id', 'quiet');
    if (filters.q !== undefined) {
      await searchSyncHistory(this.knex, matching, filters.q);
    }
    const rows: Array<Pick<SyncHistoryRow, 'start_time' | 'id' | 'quiet'>> =
      await matching;
    return rows.map(row => ({
      ...toPosition(row),
      quiet: Boolean(row.quiet),
    }));
  }

  /**
   * The syncs that started at a time (ISO 8601) or later, oldest first, without dry runs and those that
   * somebody cancelled.
   */
  async listSummaries(from: string): Promise<SyncSummary[]> {
    return this.#summaries.get({ from: toIsoString(from) }, false);
  }

  async #readSummaries(from: string): Promise<SyncSummary[]> {
    const rows: SummaryRow[] = await this.#counted()
      .where('start_time', '>=', from)
      .orderBy(['start_time', 'id'])
      .select(SUMMARY_COLUMNS);
    return rows.map(toSummary);
  }

  /** The latest sync before a time that applied something: where entity growth starts from. */
  async getLastAppliedBefore(time: string): Promise<SyncSummary | undefined> {
    const row = await this.#withoutDryRuns()
      .where('start_time', '<', toIsoString(time))
      .whereNot({ status: 'FAILURE' })
      .orderBy([...NEWEST_FIRST])
      .select(SUMMARY_COLUMNS)
      .first();
    return row && toSummary(row);
  }

  /**
   * The latest sync that applied something: of all, of those up to a number, or of those that had ended by
   * a time (ISO 8601). Only of one source, because what is later is told by the number.
   */
  async getLastApplied(
    limit: { number?: number; time?: string } = {},
  ): Promise<SyncHistoryRecord | undefined> {
    const rows = this.knex<SyncHistoryRow>(SYNC_HISTORY_TABLE)
      .where({ source_id: requireSource(this.sourceId), dry_run: false })
      .whereNot({ status: 'FAILURE' })
      // With a limit in any case, for SQLite to walk down the index on the number.
      .where('number', '<=', limit.number ?? MAX_NUMBER)
      .orderBy('number', 'desc');
    if (limit.time !== undefined) {
      rows.where('end_time', '<=', toIsoString(limit.time));
    }
    const row = await rows.first();
    return row && this.#read(row);
  }

  /** How the syncs ended that started at a time (ISO 8601) or later. */
  async getOutcomes(from: string): Promise<SyncOutcomes> {
    return this.#outcomes.get({ from: toIsoString(from) }, false);
  }

  async #countOutcomes(
    from: string,
  ): Promise<{ total: number; applied: number }> {
    const [counts]: Array<Record<'total' | 'applied', number | string>> =
      await this.#counted()
        .where('start_time', '>=', from)
        .select(
          this.knex.raw('count(*) as total'),
          this.knex.raw(
            `count(case when status <> 'FAILURE' then 1 end) as applied`,
          ),
        );
    return { total: Number(counts.total), applied: Number(counts.applied) };
  }

  async #countConsecutiveFailures(): Promise<number> {
    const latestOther = await this.#withoutDryRuns()
      .whereNot({ status: 'FAILURE' })
      .orderBy([...NEWEST_FIRST])
      .select('start_time', 'id')
      .first();
    const failures = this.#counted().where({ status: 'FAILURE' });
    if (latestOther) {
      failures.whereRaw('(start_time, id) > (?, ?)', [
        toStoredTime(latestOther.start_time),
        latestOther.id,
      ]);
    }
    return countRows(failures);
  }

  /** Reads every record once, a few at a time, to find out which of them are damaged. */
  async check(): Promise<void> {
    this.unreadable.forget(ROW);
    let last = '';
    let rows: SyncHistoryRow[];
    do {
      rows = await this.#rows()
        .where('id', '>', last)
        .orderBy('id')
        .limit(ROWS_PER_CHECK);
      rows.forEach(row => this.#read(row));
      last = rows.at(-1)?.id ?? '';
      await yieldToEventLoop();
    } while (rows.length > 0);
  }

  /** Ids of the latest sync, the latest that is not a dry run, and the latest success. */
  async listLatestIds(): Promise<string[]> {
    const filters = [
      {},
      { dry_run: false },
      { dry_run: false, status: 'SUCCESS' },
    ] as const;
    const ids: string[] = [];
    for (const filter of filters) {
      const latest = this.#rows()
        .where(filter)
        .orderBy([...NEWEST_FIRST])
        .limit(1);
      ids.push(...(await latest.pluck('id')));
    }
    return [...new Set(ids)];
  }

  #read(row: Omit<SyncHistoryRow, 'repositories'>): SyncHistoryRecord {
    return this.unreadable.note(ROW, row.id, toSyncHistoryRecord(row));
  }

  #rows(): Knex.QueryBuilder<SyncHistoryRow> {
    return whereSource(
      this.knex<SyncHistoryRow>(SYNC_HISTORY_TABLE),
      this.sourceId,
    );
  }

  #latest() {
    return this.#withoutDryRuns()
      .orderBy([...NEWEST_FIRST])
      .first();
  }

  /** Those by which the source is judged. */
  #counted() {
    return this.#withoutDryRuns().where({ cancelled_by: null });
  }

  #withoutDryRuns(): Knex.QueryBuilder<SyncHistoryRow> {
    return this.#rows()
      .where({ dry_run: false })
      .where('start_time', '<', END_OF_TIME);
  }
}

/** Number of syncs, newest first, that are not after a position. */
function countUpTo(
  syncs: SyncPosition[],
  { startTime, id }: SyncPosition,
): number {
  const next = syncs.findIndex(
    sync =>
      sync.startTime < startTime ||
      (sync.startTime === startTime && sync.id < id),
  );
  return next < 0 ? syncs.length : next;
}

/** By hand, because statistics read thousands of them. */
function toSummary(row: SummaryRow): SyncSummary {
  const { start_time: time } = row;
  return {
    // SQLite has stored it as it is to be returned.
    startTime: typeof time === 'string' ? time : time.toISOString(),
    status: row.status,
    // SQLite stores whatever it is given.
    durationMs: Number(row.duration_ms) || 0,
    totalEntities: Number(row.total_entities) || 0,
  };
}
