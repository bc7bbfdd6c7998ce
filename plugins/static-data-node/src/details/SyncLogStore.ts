import {
  RecordedLogLine,
  SYNC_LOG_LEVELS,
  SYNC_PHASES,
  SyncLogLevel,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { insertRows } from '../database/batches';
import { columnsOf, RowIn } from '../database/columns';
import { readPositions } from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';

export const SYNC_LOGS_TABLE = 'static_data_sync_logs';

const COLUMNS = columnsOf<
  SyncLogLine & {
    syncId: string;
    /** In the log of the sync, from 0. */
    position: number;
  }
>()({
  syncId: 'text',
  position: 'number',
  time: 'time',
  level: { oneOf: SYNC_LOG_LEVELS, otherwise: 'info' },
  phase: { oneOf: SYNC_PHASES, otherwise: 'FETCH' },
  message: 'text',
});

type SyncLogRow = RowIn<typeof COLUMNS>;

/**
 * A page of the log of one sync.
 *
 * @public
 */
export interface SyncLogQuery {
  syncId: string;
  /** Lines of this level and above. */
  level?: SyncLogLevel;
  /** Maximum number of lines, 1 to 500. */
  limit: number;
  /** Only lines after this position. */
  after?: number;
}

/**
 * The log lines of the syncs.
 *
 * @public
 */
export class SyncLogStore {
  constructor(
    private readonly knex: Knex,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /**
   * Adds lines to the log of a sync, which may still be running. Idempotent by position.
   *
   * @param firstPosition - position in the log of the first of the lines, from 0
   */
  async append(
    syncId: string,
    lines: SyncLogLine[],
    firstPosition: number,
  ): Promise<void> {
    await appendLogLines(this.knex, syncId, lines, firstPosition);
  }

  /** @returns with the position of the last line of the page, to continue from */
  async list(query: SyncLogQuery): Promise<{
    lines: RecordedLogLine[];
    hasMore: boolean;
    position?: number;
  }> {
    const { syncId, level, limit, after } = query;
    const page = this.knex<SyncLogRow>(SYNC_LOGS_TABLE)
      .where({ sync_id: syncId })
      .orderBy('position');
    if (level !== undefined) {
      page.whereIn(
        'level',
        SYNC_LOG_LEVELS.slice(SYNC_LOG_LEVELS.indexOf(level)),
      );
    }
    if (after !== undefined) {
      page.where('position', '>', after);
    }
    const { rows, hasMore, position } = await readPositions<SyncLogRow>(
      page,
      limit,
    );
    return {
      lines: rows.map(row =>
        this.unreadable.note(
          'log line',
          `${row.position} of sync ${row.sync_id}`,
          toRecordedLogLine(row),
        ),
      ),
      hasMore,
      position,
    };
  }
}

/** As {@link SyncLogStore.append}; lines that are stored already stay as they are. */
export async function appendLogLines(
  knex: Knex,
  syncId: string,
  lines: SyncLogLine[],
  firstPosition = 0,
): Promise<void> {
  const rows = lines.map((line, index) =>
    COLUMNS.toRow({ ...line, syncId, position: firstPosition + index }),
  );
  await insertRows(knex, SYNC_LOGS_TABLE, rows, 'do nothing');
}

function toRecordedLogLine(row: SyncLogRow): RecordedLogLine {
  const { syncId, position, ...line } = COLUMNS.fromRow(row);
  return { number: position + 1, ...line };
}
