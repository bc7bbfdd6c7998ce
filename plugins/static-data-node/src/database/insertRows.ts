import { Knex } from 'knex';
import { toStorableRow } from './columns';

/** Within the number of variables that a statement takes: 32766 on SQLite, 65535 on PostgreSQL. */
const MAX_ROWS = 250;

/** Characters. Keeps a statement on SQLite, which blocks the process, to a few milliseconds. */
const MAX_TEXT_LENGTH = 256 * 1024;

/**
 * Puts rows together that one statement takes. Rows are made as they are asked for: those
 * of a large sync are never all in memory.
 */
export function* toBatches<Row extends object>(
  rows: Iterable<Row>,
): Generator<Row[]> {
  let batch: Row[] = [];
  let textLength = 0;
  for (const row of rows) {
    batch.push(row);
    textLength += measureTexts(row);
    if (batch.length === MAX_ROWS || textLength >= MAX_TEXT_LENGTH) {
      yield batch;
      batch = [];
      textLength = 0;
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/**
 * Inserts one batch of rows, all with the same columns. Written by hand: Knex takes three
 * times as long to build the statement.
 *
 * @param onConflict - what to do with rows that are there, for example `do nothing`
 */
export async function insertBatch<Row extends object>(
  knex: Knex,
  table: string,
  batch: Row[],
  onConflict: string,
): Promise<void> {
  const columns = Object.keys(batch[0]);
  const row = `(${columns.map(() => '?').join(', ')})`;
  await knex.raw(
    `insert into ${table} (${columns.join(', ')})
     values ${batch.map(() => row).join(', ')}
     on conflict ${onConflict}`,
    batch.flatMap(values => Object.values(toStorableRow(values))),
  );
}

/** Inserts rows, batch after batch. */
export async function insertRows<Row extends object>(
  knex: Knex,
  table: string,
  rows: Iterable<Row>,
  onConflict: string,
): Promise<void> {
  for (const batch of toBatches(rows)) {
    await insertBatch(knex, table, batch, onConflict);
  }
}

function measureTexts(row: object): number {
  let length = 0;
  for (const value of Object.values(row)) {
    if (typeof value === 'string') {
      length += value.length;
    }
  }
  return length;
}
