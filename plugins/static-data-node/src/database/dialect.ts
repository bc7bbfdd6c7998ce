import { Knex } from 'knex';

export function isSqlite(knex: Knex): boolean {
  return String(knex.client.config.client).includes('sqlite');
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
