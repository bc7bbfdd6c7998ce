import { Knex } from 'knex';

/** Bytes that a database takes on the disk. */
export async function sizeOfDatabase(knex: Knex): Promise<number> {
  const isSqlite = String(knex.client.config.client).includes('sqlite');
  const { bytes } = await knex
    .select(
      knex.raw(
        isSqlite
          ? `(select page_count from pragma_page_count)
             * (select page_size from pragma_page_size) as bytes`
          : `pg_database_size(current_database()) as bytes`,
      ),
    )
    .first();
  // PostgreSQL returns it as a string.
  return Number(bytes);
}
