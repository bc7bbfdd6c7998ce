import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { RefreshRequest, RefreshRequestStore } from '../store';
import { toIsoString } from './columns';
import { databaseTime } from './dialect';
import { REFRESH_REQUESTS_TABLE, RefreshRequestRow } from './tables';

/** Requests for syncs, in a database. */
export class DatabaseRefreshRequestStore implements RefreshRequestStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

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
        ref: request.ref ?? '',
        created_at: databaseTime(this.#knex),
      })
      .onConflict(['dry_run', 'ref'])
      // Even where it changes nothing, it makes the one statement return the row that it met.
      .merge({
        triggered_by: this.#latestPush('triggered_by'),
        commit: this.#latestPush('commit'),
      })
      .returning('*');
    return { ...toRefreshRequest(row), joined: row.sync_id !== syncId };
  }

  async peek(): Promise<RefreshRequest | undefined> {
    const row = await this.#rows().orderBy(['created_at', 'sync_id']).first();
    return row && toRefreshRequest(row);
  }

  async remove(syncId: string): Promise<void> {
    await this.#rows().where({ sync_id: syncId }).delete();
  }

  async isQueued(syncId: string): Promise<boolean> {
    const row = await this.#rows().where({ sync_id: syncId }).first('sync_id');
    return row !== undefined;
  }

  async count(): Promise<number> {
    const [{ count }] = await this.#knex(REFRESH_REQUESTS_TABLE).count({
      count: '*',
    });
    return Number(count);
  }

  /** The new value of a column where a push meets a push, else the one that is there. */
  #latestPush(column: keyof RefreshRequestRow): Knex.Raw {
    return this.#knex.raw(
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
    return this.#knex<RefreshRequestRow>(REFRESH_REQUESTS_TABLE);
  }
}

function toRefreshRequest(row: RefreshRequestRow): RefreshRequest {
  return {
    syncId: row.sync_id,
    syncType: row.sync_type,
    triggeredBy: row.triggered_by,
    commit: row.commit ?? undefined,
    dryRun: Boolean(row.dry_run),
    ref: row.ref || undefined,
    createdAt: toIsoString(row.created_at),
  };
}
