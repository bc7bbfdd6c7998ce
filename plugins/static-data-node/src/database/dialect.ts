import { Knex } from 'knex';

export function isSqlite({ client }: Pick<Knex, 'client'>): boolean {
  return String(client.config.client).includes('sqlite');
}

/**
 * Keeps other transactions from writing to a table until this one ends. On SQLite it makes this one
 * the only writer, by a statement that does nothing.
 */
export async function lockTable(
  tx: Knex.Transaction,
  table: string,
): Promise<void> {
  await (isSqlite(tx)
    ? tx(table).whereRaw('1 = 0').delete()
    : tx.raw('lock table ?? in share row exclusive mode', [table]));
}

/**
 * The current time by the clock of the database, the only one that all processes share, in the
 * format in which time columns are stored.
 */
export function databaseTime(knex: Knex, plusSeconds = 0): Knex.Raw {
  return isSqlite(knex)
    ? knex.raw(`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?)`, [
        `${plusSeconds} seconds`,
      ])
    : knex.raw('statement_timestamp() + make_interval(secs => ?)', [
        plusSeconds,
      ]);
}
