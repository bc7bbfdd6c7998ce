import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';

export const SYNC_STATE_TABLE = 'static_data_sync_state';

/** What the only row has besides the state itself. */
export interface StateRow {
  /** Always 1. */
  id: number;
  store_id: string;
  /** The highest number of a sync so far; null before the first. */
  last_number: number | null;
}

/**
 * Reads the row in a transaction that goes on to change it, or what must not change meanwhile. An
 * update that changes nothing: it locks the row on PostgreSQL, and makes the transaction on SQLite a
 * writer from the start, because a reader cannot become one if another process has written in the
 * meantime.
 */
export async function lockStateRow<Row extends StateRow>(
  tx: Knex.Transaction,
): Promise<Row> {
  const [row] = await tx(SYNC_STATE_TABLE)
    // Inserted only where somebody has deleted it: without it, no sync could ever be recorded.
    .insert({ id: 1, store_id: randomUUID() })
    .onConflict('id')
    .merge({ id: 1 })
    .returning('*');
  return row;
}

/** The highest number of a sync so far, in a transaction that goes on to use the next. */
export async function getLastNumber(tx: Knex.Transaction): Promise<number> {
  const { last_number: last } = await lockStateRow(tx);
  return Number(last) || 0;
}

/** Stores the highest number of a sync so far. */
export async function updateLastNumber(
  tx: Knex.Transaction,
  number: number,
): Promise<void> {
  await tx(SYNC_STATE_TABLE).update({ last_number: number });
}
