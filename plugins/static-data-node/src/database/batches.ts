import {
  createYielder,
  yieldToEventLoop,
} from '@internal/plugin-static-data-model';
import { Knex } from 'knex';

/**
 * Rows of one statement. SQLite joins the rows of an insert with UNION ALL and accepts 500 of
 * those, and 32,766 variables; PostgreSQL accepts 65,535 variables.
 */
const ROWS_PER_STATEMENT = 250;

/** Characters. Keeps a statement on SQLite, which blocks the process, to a few milliseconds. */
const TEXT_PER_STATEMENT = 256 * 1024;

/** Small enough not to keep other statements waiting. */
export const DELETION_BATCH_SIZE = 1000;

/**
 * Handles items in batches that fit into one statement, one after the other. In between it yields
 * to the event loop: without that, statements on SQLite follow each other without a pause.
 */
export async function inBatches<T>(
  items: T[],
  handle: (batch: T[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += ROWS_PER_STATEMENT) {
    await handle(items.slice(start, start + ROWS_PER_STATEMENT));
    await yieldToEventLoop();
  }
}

/**
 * Inserts rows, all with the same columns, in batches. The statements are written by hand: Knex
 * 3.3 takes three times as long to build them.
 *
 * @param rows - may be created one at a time, so that those of a large sync are never all in memory
 * @param onConflict - what to do with rows that exist, for example `do nothing`
 */
export async function insertRows<Row extends object>(
  knex: Knex,
  table: string,
  rows: Iterable<Row>,
  onConflict: string,
): Promise<void> {
  for (const batch of toBatches(rows)) {
    const columns = Object.keys(batch[0]);
    const row = `(${columns.map(() => '?').join(', ')})`;
    await knex.raw(
      `insert into ${table} (${columns.join(', ')})
       values ${batch.map(() => row).join(', ')}
       on conflict ${onConflict}`,
      batch.flatMap(values => Object.values(values) as Knex.Value[]),
    );
    await yieldToEventLoop();
  }
}

/** A few milliseconds of work, also on SQLite, which blocks the process. */
const ROWS_PER_PAGE = 500;

/**
 * Reads many rows, a page at a time, and yields to the event loop in between. What is written meanwhile is
 * among them or not, but no row is read twice.
 *
 * @param key - column that no two of the rows have the same value in, or columns together; each with its
 * table where the query has several
 * @param toItem - what becomes of a row
 */
export async function readInPages<Row extends object, Item>(
  createQuery: () => Knex.QueryBuilder<any, any>,
  key: string | string[],
  toItem: (row: Row) => Item,
): Promise<Item[]> {
  const items: Item[] = [];
  const yieldWhenDue = createYielder();
  const columns = [key].flat();
  const each = (mark: string) => columns.map(() => mark).join(', ');
  const valuesOf = (row: Row) => {
    const values = new Map(Object.entries(row));
    return columns.map(column => values.get(column.split('.').at(-1)!));
  };
  for (let last: Row | undefined; ; ) {
    const query = createQuery().orderBy(columns).limit(ROWS_PER_PAGE);
    if (last) {
      query.whereRaw(`(${each('??')}) > (${each('?')})`, [
        ...columns,
        ...valuesOf(last),
      ]);
    }
    const page: Row[] = await query;
    for (const row of page) {
      // The JSON of some rows is long.
      await yieldWhenDue();
      items.push(toItem(row));
    }
    if (page.length < ROWS_PER_PAGE) {
      return items;
    }
    last = page.at(-1);
    await yieldToEventLoop();
  }
}

/**
 * Deletes rows in batches, and yields to the event loop in between.
 *
 * @param deleteBatch - deletes {@link DELETION_BATCH_SIZE} rows at most, and returns their number
 */
export async function deleteInBatches(
  deleteBatch: () => PromiseLike<number>,
): Promise<void> {
  let deleted: number;
  do {
    deleted = await deleteBatch();
    await yieldToEventLoop();
    // A batch can be smaller while somebody else deletes the same rows.
  } while (deleted > 0);
}

function* toBatches<Row extends object>(rows: Iterable<Row>): Generator<Row[]> {
  let batch: Row[] = [];
  let textLength = 0;
  for (const row of rows) {
    batch.push(row);
    for (const value of Object.values(row)) {
      textLength += typeof value === 'string' ? value.length : 0;
    }
    if (
      batch.length === ROWS_PER_STATEMENT ||
      textLength >= TEXT_PER_STATEMENT
    ) {
      yield batch;
      batch = [];
      textLength = 0;
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}
