import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';
import { TimeColumn } from './columns';

export const SYNC_STATE_TABLE = 'static_data_sync_state';

/** What the row of a source has besides the state itself. */
export interface StateRow {
  source_id: string;
  /** What the name of its provider in the catalog is made of. */
  provider_id: string;
  former_id: string | null;
  released_at: TimeColumn | null;
  last_full_apply_at: TimeColumn | null;
  store_id: string;
  /** The highest number of a sync so far; null before the first. */
  last_number: number | null;
}

/**
 * Reads the row of a source in a transaction that goes on to change it, or what must not change
 * meanwhile. An update that changes nothing: it locks the row on PostgreSQL, and makes the transaction
 * on SQLite a writer from the start, because a reader cannot become one if another process has written
 * in the meantime.
 *
 * @param renamedFrom - by which id the catalog may know the source, if its row is new
 * @returns the row with another `source_id` if another process has renamed the source, of which this
 * one does not know
 */
export async function lockStateRow<Row extends StateRow>(
  tx: Knex.Transaction,
  sourceId: string,
  renamedFrom = sourceId,
): Promise<Row> {
  const rows: Row[] = await tx(SYNC_STATE_TABLE)
    .where({ source_id: sourceId })
    .orWhere({ former_id: sourceId })
    .update({ source_id: tx.ref('source_id') })
    .returning('*');
  const existing =
    rows.find(({ former_id }) => former_id === sourceId) ?? rows.at(0);
  if (existing) {
    return existing;
  }
  const [row] = await tx(SYNC_STATE_TABLE)
    // Inserted where it is missing: without it, no sync could ever be recorded.
    .insert({
      source_id: sourceId,
      provider_id: await findProviderId(tx, renamedFrom),
      store_id: randomUUID(),
    })
    .onConflict('source_id')
    .merge({ source_id: sourceId })
    .returning('*');
  return row;
}

/** The same for all sources, whose rows nobody needs. */
export async function lockStateRows(tx: Knex.Transaction): Promise<void> {
  await tx(SYNC_STATE_TABLE).update({ source_id: tx.ref('source_id') });
}

/** The highest number of a sync of a source so far. */
export function toLastNumber({ last_number: last }: StateRow): number {
  return Number(last) || 0;
}

/** Stores the highest number of a sync so far. */
export async function updateLastNumber(
  tx: Knex.Transaction,
  sourceId: string,
  number: number,
): Promise<void> {
  await tx(SYNC_STATE_TABLE)
    .where({ source_id: sourceId })
    .update({ last_number: number });
}

/** An id for the provider of a source: its own, unless that of another one goes by it for ever. */
async function findProviderId(
  tx: Knex.Transaction,
  sourceId: string,
): Promise<string> {
  const taken: string[] = await tx(SYNC_STATE_TABLE).pluck('provider_id');
  let id = sourceId;
  for (let i = 2; taken.includes(id); i++) {
    id = `${sourceId}-${i}`;
  }
  return id;
}
