import { SYNC_TYPES, SyncType } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { columnsOf, RowIn } from '../database/columns';
import { databaseTime, lockTable } from '../database/dialect';
import { countRows } from '../database/queries';

const REFRESH_REQUESTS_TABLE = 'static_data_refresh_requests';

/**
 * A request for a sync, by the schedule, a person, another service or a push to the source.
 *
 * @public
 */
export interface RefreshRequest {
  /** Also the id of the sync that answers it. */
  syncId: string;
  syncType: SyncType;
  /** Undefined for the schedule. */
  triggeredBy?: string;
  /** The pushed commit; only with the type `PUSH`. */
  commit?: string;
  dryRun: boolean;
  /** Branch, tag or commit to preview; only with `dryRun`. */
  ref?: string;
  /** Whether everything is read and sent again; never with `dryRun`. */
  full?: boolean;
  /** ISO 8601, UTC. */
  createdAt: string;
}

const COLUMNS = columnsOf<RefreshRequest>()({
  syncId: 'text',
  syncType: { oneOf: SYNC_TYPES, otherwise: 'SCHEDULED' },
  triggeredBy: 'text',
  commit: 'text',
  dryRun: 'boolean',
  ref: 'text',
  full: 'boolean',
  createdAt: 'time',
});

/** A request of anybody else than the schedule joins one of the schedule. */
const REPLACES_SCHEDULED = `${REFRESH_REQUESTS_TABLE}.sync_type = 'SCHEDULED' and excluded.sync_type <> 'SCHEDULED'`;

/** The same, or a push joins a push. */
const COUNTS_INSTEAD = `(${REPLACES_SCHEDULED}) or (${REFRESH_REQUESTS_TABLE}.sync_type = 'PUSH' and excluded.sync_type = 'PUSH')`;

type RefreshRequestRow = RowIn<typeof COLUMNS>;

/**
 * Requests for syncs: durable, answered in the order in which they came, dry runs after all others.
 *
 * @public
 */
export class RefreshRequestStore {
  constructor(private readonly knex: Knex) {}

  /**
   * Stores a request, or joins an equal one (same `dryRun`, `ref` and `full`) that is still queued.
   * Of pushes that join each other, the latest counts. A request of the schedule is replaced by one
   * of anybody else.
   *
   * @returns the queued request, and whether it was there already
   */
  async enqueue(
    request: Omit<RefreshRequest, 'syncId' | 'createdAt'>,
  ): Promise<RefreshRequest & { joined: boolean }> {
    const syncId = uuid();
    const [row] = await this.#rows()
      .insert({
        sync_id: syncId,
        sync_type: request.syncType,
        triggered_by: request.triggeredBy ?? null,
        commit: request.commit ?? null,
        dry_run: request.dryRun,
        // Not null: a unique index does not compare nulls.
        ref: request.ref ?? '',
        full: request.full ?? false,
        created_at: databaseTime(this.knex),
      })
      .onConflict(['dry_run', 'ref', 'full'])
      // Even if it changes nothing, it makes the statement return the row that exists.
      .merge({
        sync_id: this.#replaceIf(REPLACES_SCHEDULED, 'sync_id'),
        sync_type: this.#replaceIf(REPLACES_SCHEDULED, 'sync_type'),
        created_at: this.#replaceIf(REPLACES_SCHEDULED, 'created_at'),
        triggered_by: this.#replaceIf(COUNTS_INSTEAD, 'triggered_by'),
        commit: this.#replaceIf(COUNTS_INSTEAD, 'commit'),
      })
      .returning('*');
    return { ...toRefreshRequest(row), joined: row.sync_id !== syncId };
  }

  /**
   * Stores a request for a dry run, or joins an equal one, unless too many are queued. All others are
   * few, because they join each other.
   *
   * @returns undefined if the limits are reached
   */
  async enqueueDryRun(
    request: Omit<RefreshRequest, 'syncId' | 'createdAt'> & {
      triggeredBy: string;
    },
    limits: {
      /** Of all callers together. */
      max: number;
      /** With the same `triggeredBy`. */
      maxOfCaller: number;
    },
  ): Promise<(RefreshRequest & { joined: boolean }) | undefined> {
    return this.knex.transaction(async tx => {
      await lockTable(tx, REFRESH_REQUESTS_TABLE);
      const requests = new RefreshRequestStore(tx);
      const others = await requests
        .#rows()
        .where({ dry_run: true })
        .select('ref', 'triggered_by');
      const isQueued = others.some(({ ref }) => ref === (request.ref ?? ''));
      const ofCaller = others.filter(
        other => other.triggered_by === request.triggeredBy,
      );
      const hasRoom =
        others.length < limits.max && ofCaller.length < limits.maxOfCaller;
      return isQueued || hasRoom ? requests.enqueue(request) : undefined;
    });
  }

  /**
   * The request to answer next: the oldest, but dry runs after all others. The caller must hold the
   * lease under its `syncId`.
   */
  async peek(): Promise<RefreshRequest | undefined> {
    const row = await this.#rows()
      .orderBy(['dry_run', 'created_at', 'sync_id'])
      .first();
    return row && toRefreshRequest(row);
  }

  /** Removes a request from the queue: its sync has started and will leave a record. */
  async remove(syncId: string): Promise<void> {
    await this.#rows().where({ sync_id: syncId }).delete();
  }

  /**
   * Removes a queued request of the schedule if it was there at a time (ISO 8601, UTC): a sync that
   * ended then has answered it.
   *
   * @returns whether there was one
   */
  async removeScheduled(until: string): Promise<boolean> {
    const count = await this.#rows()
      .where({ sync_type: 'SCHEDULED' })
      .where('created_at', '<=', until)
      .delete();
    return count > 0;
  }

  /** Whether the request with this id is still queued. */
  async isQueued(syncId: string): Promise<boolean> {
    const row = await this.#rows().where({ sync_id: syncId }).first('sync_id');
    return row !== undefined;
  }

  /** Number of queued requests, for dry runs or not, or of both. */
  async count(filter: { dryRun?: boolean } = {}): Promise<number> {
    const { dryRun } = filter;
    const rows = this.#rows();
    return countRows(
      dryRun === undefined ? rows : rows.where({ dry_run: dryRun }),
    );
  }

  /** The new value of a column if a condition on the two requests holds, otherwise the existing one. */
  #replaceIf(condition: string, column: keyof RefreshRequestRow): Knex.Raw {
    return this.knex.raw(`case when ${condition} then ?? else ?? end`, [
      `excluded.${column}`,
      `${REFRESH_REQUESTS_TABLE}.${column}`,
    ]);
  }

  #rows() {
    return this.knex<RefreshRequestRow>(REFRESH_REQUESTS_TABLE);
  }
}

function toRefreshRequest(row: RefreshRequestRow): RefreshRequest {
  const { ref, full, ...request } = COLUMNS.fromRow(row);
  return { ...request, ...(ref && { ref }), ...(full && { full }) };
}
