import { Knex } from 'knex';
import { TimeColumn } from '../database/columns';
import { databaseTime } from '../database/dialect';

const ACTIVE_SOURCES_TABLE = 'static_data_active_sources';

/** A source that was not seen for this long is not in use any more. */
const GONE_AFTER_SECONDS = 3 * 60;

/** For this long, replicas with the old and the new configuration may run side by side. */
const OVERLAP_SECONDS = 10 * 60;

interface ActiveSourceRow {
  source_id: string;
  fingerprint: string;
  name: string;
  first_seen_at: TimeColumn;
  last_seen_at: TimeColumn;
}

/**
 * What processes on this database synchronise as one source, which should be the same for all: of two,
 * each sync would replace what the other one sent.
 *
 * @public
 */
export class ActiveSourceStore {
  constructor(private readonly knex: Knex, private readonly sourceId: string) {}

  /**
   * Notes that a process synchronises a source; to be called about once a minute.
   *
   * @param fingerprint - tells the source from others
   * @param name - the same for people
   */
  async see(fingerprint: string, name: string): Promise<void> {
    const now = databaseTime(this.knex);
    await this.knex<ActiveSourceRow>(ACTIVE_SOURCES_TABLE)
      .insert({
        source_id: this.sourceId,
        fingerprint,
        name,
        first_seen_at: now,
        last_seen_at: now,
      })
      .onConflict(['source_id', 'fingerprint'])
      .merge({
        name,
        first_seen_at: this.knex.raw('case when ?? < ? then ? else ?? end', [
          `${ACTIVE_SOURCES_TABLE}.last_seen_at`,
          databaseTime(this.knex, -GONE_AFTER_SECONDS),
          now,
          `${ACTIVE_SOURCES_TABLE}.first_seen_at`,
        ]),
        last_seen_at: now,
      });
  }

  /**
   * Names of the other sources that have been in use together with a source for ten minutes, and
   * still are.
   */
  async listCompeting(fingerprint: string): Promise<string[]> {
    const rows = await this.#rows()
      .where('last_seen_at', '>', databaseTime(this.knex, -GONE_AFTER_SECONDS))
      .where('first_seen_at', '<', databaseTime(this.knex, -OVERLAP_SECONDS))
      .orderBy('name');
    const isUsed = rows.some(row => row.fingerprint === fingerprint);
    return isUsed
      ? rows
          .filter(row => row.fingerprint !== fingerprint)
          .map(({ name }) => name)
      : [];
  }

  #rows() {
    return this.knex<ActiveSourceRow>(ACTIVE_SOURCES_TABLE).where({
      source_id: this.sourceId,
    });
  }
}
