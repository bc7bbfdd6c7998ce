import { SyncType } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { columnsOf, RowIn } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { countRows } from '../database/queries';

const REFRESH_REQUESTS_TABLE = 'static_data_refresh_requests';

/**
 * A request for a sync, by a person, another service or a push to the source.
 *
 * @public
 */
export interface RefreshRequest {
  /** Also the id of the sync that answers it. */
  syncId: string;
  syncType: Exclude<SyncType, 'SCHEDULED'>;
  triggeredBy: string;
  /** The pushed commit; only with the type `PUSH`. */
  commit?: string;
  dryRun: boolean;
  /** Branch, tag or commit to preview; only with `dryRun`. */
  ref?: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

const COLUMNS = columnsOf<RefreshRequest>()({
  syncId: 'text',
  syncType: 'text',
  triggeredBy: 'text',
  commit: 'text',
  dryRun: 'boolean',
  ref: 'text',
  createdAt: 'time',
});

type RefreshRequestRow = RowIn<typeof COLUMNS>;

/**
 * Requests for syncs: durable, answered in the order in which they came.
 *
 * @public
 */
export class RefreshRequestStore {
  constructor(private readonly knex: Knex) {}

  /**
   * Stores a request, or joins an equal one (same `dryRun` and `ref`) that is still queued. Of
   * pushes that join each other, the latest counts.
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
        triggered_by: request.triggeredBy,
        commit: request.commit ?? null,
        dry_run: request.dryRun,
        // Not null: a unique index does not compare nulls.
        ref: request.ref ?? '',
        created_at: databaseTime(this.knex),
      })
      .onConflict(['dry_run', 'ref'])
      // Even if it changes nothing, it makes the statement return the row that exists.
      .merge({
        triggered_by: this.#latestPush('triggered_by'),
        commit: this.#latestPush('commit'),
      })
      .returning('*');
    return { ...toRefreshRequest(row), joined: row.sync_id !== syncId };
  }

  /**
   * The oldest request that is still queued. The caller must hold the lease under its `syncId`.
   */
  async peek(): Promise<RefreshRequest | undefined> {
    const row = await this.#rows().orderBy(['created_at', 'sync_id']).first();
    return row && toRefreshRequest(row);
  }

  /** Removes a request from the queue: its sync has started and will leave a record. */
  async remove(syncId: string): Promise<void> {
    await this.#rows().where({ sync_id: syncId }).delete();
  }

  /** Whether the request with this id is still queued. */
  async isQueued(syncId: string): Promise<boolean> {
    const row = await this.#rows().where({ sync_id: syncId }).first('sync_id');
    return row !== undefined;
  }

  /** Number of queued requests. */
  async count(): Promise<number> {
    return countRows(this.#rows());
  }

  /** The new value of a column if a push joins a push, otherwise the existing one. */
  #latestPush(column: keyof RefreshRequestRow): Knex.Raw {
    return this.knex.raw(
      `case when ?? = 'PUSH' and ?? = 'PUSH' then ?? else ?? end`,
      [
        `${REFRESH_REQUESTS_TABLE}.sync_type`,
        'excluded.sync_type',
        `excluded.${column}`,
        `${REFRESH_REQUESTS_TABLE}.${column}`,
      ],
    );
  }

  #rows() {
    return this.knex<RefreshRequestRow>(REFRESH_REQUESTS_TABLE);
  }
}

function toRefreshRequest(row: RefreshRequestRow): RefreshRequest {
  return { ...COLUMNS.fromRow(row), ref: row.ref || undefined };
}
