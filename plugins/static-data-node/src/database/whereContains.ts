import { Knex } from 'knex';
import { toStorableText } from './columns';

/**
 * Restricts a query to rows one of whose columns contains a text, in whatever case.
 * Nothing in the text is a wildcard.
 */
export function whereContains(
  rows: Knex.QueryBuilder,
  columns: string[],
  text: string,
): void {
  const pattern = `%${toStorableText(text).replace(/[\\%_]/g, '\\$&')}%`;
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
