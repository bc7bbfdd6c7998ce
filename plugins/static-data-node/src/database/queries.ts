import { Knex } from 'knex';
import { toStorableText } from './columns';
import { isSqlite } from './dialect';

/** Reads a page of rows, and one row more to see whether there is another page. */
export async function readPage<Row>(
  query: Knex.QueryBuilder<any, any>,
  limit: number,
): Promise<{ rows: Row[]; hasMore: boolean }> {
  const rows: Row[] = await query.limit(limit + 1);
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** As {@link readPage}, of rows in the order of their positions: what was damaged is last on SQLite. */
export async function readPositions<Row extends { position: number }>(
  query: Knex.QueryBuilder<any, any>,
  limit: number,
): Promise<{ rows: Row[]; hasMore: boolean; position?: number }> {
  const { rows, hasMore } = await readPage<Row>(query, limit);
  const last = rows.at(-1)?.position;
  const position = typeof last === 'number' ? last : undefined;
  return { rows, hasMore: hasMore && position !== undefined, position };
}

/**
 * Restricts a query to rows with these values, or with one of the values in a list. What is
 * undefined restricts nothing.
 */
export function whereMatches(
  rows: Knex.QueryBuilder,
  filters: Record<string, Knex.Value | readonly string[] | undefined>,
): void {
  for (const [column, value] of Object.entries(filters)) {
    if (Array.isArray(value)) {
      rows.whereIn(column, value);
    } else if (value !== undefined) {
      rows.where(column, value);
    }
  }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Restricts a query to the rows before a position, as it was stored. Of what is no time, SQLite may have rows,
 * and PostgreSQL has none.
 */
export function whereBefore(
  rows: Knex.QueryBuilder<any, any>,
  [timeColumn, time]: [string, string],
  [idColumn, id]: [string, string],
): void {
  if (isTime(time) || isSqlite(rows)) {
    rows.whereRaw('(??, ??) < (?, ?)', [timeColumn, idColumn, time, id]);
  } else {
    rows.whereRaw('1 = 0');
  }
}

/** Whether PostgreSQL takes it for a time: of a day that the calendar does not have, JavaScript makes another one. */
function isTime(text: string): boolean {
  const date = new Date(text);
  return (
    TIME.test(text) &&
    !text.startsWith('0000') &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().slice(0, 10) === text.slice(0, 10)
  );
}

/** Restricts a query to the rows of one source, if there is one. */
export function whereSource<Rows extends Knex.QueryBuilder<any, any>>(
  rows: Rows,
  sourceId: string | undefined,
  table?: string,
): Rows {
  if (sourceId !== undefined) {
    rows.where(table ? `${table}.source_id` : 'source_id', sourceId);
  }
  return rows;
}

/** The source of a store that writes, which must be that of one. */
export function requireSource(sourceId: string | undefined): string {
  if (sourceId === undefined) {
    throw new Error(`Only the store of one source can do this: see 'ofSource'`);
  }
  return sourceId;
}

/** Number of rows; PostgreSQL returns it as a string. */
export async function countRows(
  query: Knex.QueryBuilder<any, any>,
): Promise<number> {
  const [{ count }] = await query.count({ count: '*' });
  return Number(count);
}

/** Number of rows by the column `kind`. */
export async function countByKind(
  query: Knex.QueryBuilder<any, any>,
): Promise<Map<string, number>> {
  const counts: Array<{ kind: string; count: number | string }> = await query
    .groupBy('kind')
    .select('kind')
    .count({ count: '*' });
  return new Map(counts.map(({ kind, count }) => [kind, Number(count)]));
}

/** Restricts a query to rows of which a column includes a text as it is. Faster than `like`. */
export function whereIncludes(
  rows: Knex.QueryBuilder,
  column: string,
  text: string,
): void {
  const position = isSqlite(rows) ? 'instr' : 'strpos';
  rows.whereRaw(`${position}(??, ?) > 0`, [column, toStorableText(text)]);
}

/** A text to look for in entity refs, which are stored in lower case. */
export function toRefText(text: string): string {
  return text.toLocaleLowerCase('en-US');
}

/** A pattern for `like … escape '\\'` of texts that contain a text; nothing in it is a wildcard. */
function toLikePattern(text: string): string {
  return `%${toStorableText(text).replace(/[\\%_]/g, '\\$&')}%`;
}

/** Restricts a query to rows one of whose columns contains a text, in whatever case. */
export function whereContains(
  rows: Knex.QueryBuilder,
  columns: string[],
  text: string,
): void {
  const pattern = toLikePattern(text);
  rows.where(anyOf => {
    for (const column of columns) {
      // By the database on both sides: each knows other letters to be the same.
      anyOf.orWhereRaw(`lower(??) like lower(?) escape '\\'`, [
        column,
        pattern,
      ]);
    }
  });
}
