import { Knex } from 'knex';
import { AlertName, AlertStore, ToldAlert } from '../store';
import { databaseTime } from './dialect';
import { ALERTS_TABLE, AlertRow } from './tables';

const CLAIM_SECONDS = 60;

/** What people have been notified of, in a database. */
export class DatabaseAlertStore implements AlertStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(names: AlertName[]): Promise<ToldAlert[]> {
    const rows: AlertRow[] = await this.#rows().whereIn('name', names);
    return names.map(name => {
      const row = rows.find(told => told.name === name);
      return {
        name,
        open: Boolean(row?.open),
        revision: row?.revision ?? 0,
      };
    });
  }

  async claim({ name, revision }: ToldAlert): Promise<number | undefined> {
    await this.#rows()
      .insert({ name, open: false, revision: 0, attempts: 0 })
      .onConflict('name')
      .ignore();
    const [claimed] = await this.#rows()
      .where({ name, revision })
      .where(rows =>
        rows
          .whereNull('claimed_until')
          .orWhere('claimed_until', '<', databaseTime(this.#knex)),
      )
      .update({
        attempts: this.#knex.raw('attempts + 1'),
        claimed_until: databaseTime(this.#knex, CLAIM_SECONDS),
      })
      .returning('attempts');
    return claimed?.attempts;
  }

  async settle({ name, revision, open }: ToldAlert): Promise<void> {
    await this.#rows()
      .where({ name, revision })
      .update({
        open: !open,
        revision: revision + 1,
        attempts: 0,
        claimed_until: null,
      });
  }

  async release({ name, revision }: ToldAlert): Promise<void> {
    await this.#rows()
      .where({ name, revision })
      .update({ claimed_until: null });
  }

  #rows(): Knex.QueryBuilder<AlertRow> {
    return this.#knex<AlertRow>(ALERTS_TABLE);
  }
}
