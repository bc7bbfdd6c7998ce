import {
  SYNC_LOG_LEVELS,
  SyncLogLevel,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { SyncLogStore } from '../store';
import { insertRows } from './insertRows';
import { toSyncLogLine, toSyncLogRow } from './syncLogRow';
import { SYNC_LOGS_TABLE, SyncLogRow } from './tables';

/** The log lines of the syncs, in a database. */
export class DatabaseSyncLogStore implements SyncLogStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async append(
    syncId: string,
    lines: SyncLogLine[],
    firstPosition: number,
  ): Promise<void> {
    const rows = lines.map((line, index) =>
      toSyncLogRow(syncId, firstPosition + index, line),
    );
    await insertRows(this.#knex, SYNC_LOGS_TABLE, rows, 'do nothing');
  }

  async list(query: {
    syncId: string;
    level?: SyncLogLevel;
    limit: number;
    after?: number;
  }): Promise<{ lines: SyncLogLine[]; hasMore: boolean; position?: number }> {
    const { syncId, level, limit, after } = query;
    const page = this.#rows()
      .where({ sync_id: syncId })
      .orderBy('position')
      // One more than was asked for, to see whether there is more.
      .limit(limit + 1);
    if (level !== undefined) {
      page.whereIn(
        'level',
        SYNC_LOG_LEVELS.slice(SYNC_LOG_LEVELS.indexOf(level)),
      );
    }
    if (after !== undefined) {
      page.where('position', '>', after);
    }
    const found = await page;
    const rows = found.slice(0, limit);
    return {
      lines: rows.map(toSyncLogLine),
      hasMore: found.length > limit,
      position: rows.at(-1)?.position,
    };
  }

  #rows() {
    return this.#knex<SyncLogRow>(SYNC_LOGS_TABLE);
  }
}
