import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { ConfigurationStore } from '../store';
import { parseJson, toIsoString } from './columns';
import { databaseTime } from './dialect';
import { CONFIGURATIONS_TABLE, ConfigurationRow } from './tables';

/** Since when the configuration in force has been so, in a database. */
export class DatabaseConfigurationStore implements ConfigurationStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async observe(configuration: SyncConfigSnapshot): Promise<void> {
    const json = toComparableJson(configuration);
    const latest = await this.#getLatest();
    if (latest?.configuration !== json) {
      // Another process may do the same at this moment: see `getCurrent`.
      await this.#rows().insert({
        configuration: json,
        first_seen_at: databaseTime(this.#knex),
      });
    }
  }

  async getCurrent(): Promise<
    { configuration: SyncConfigSnapshot; firstSeenAt: string } | undefined
  > {
    const latest = await this.#getLatest();
    if (!latest) {
      return undefined;
    }
    // Processes that start together may note the same configuration more than once in
    // a row; the first of them counts.
    const lastOther = this.#rows()
      .whereNot({ configuration: latest.configuration })
      .max('id');
    const first = await this.#rows()
      .where('id', '>', this.#knex.raw('coalesce((?), 0)', [lastOther]))
      .orderBy('id')
      .first();
    return {
      configuration: parseJson(latest.configuration),
      firstSeenAt: toIsoString((first ?? latest).first_seen_at),
    };
  }

  async #getLatest(): Promise<ConfigurationRow | undefined> {
    return this.#rows().orderBy('id', 'desc').first();
  }

  #rows() {
    return this.#knex<ConfigurationRow>(CONFIGURATIONS_TABLE);
  }
}

/** Equal for equal configurations, whatever the order of their keys. */
function toComparableJson(configuration: SyncConfigSnapshot): string {
  const { repository, branch, scheduleFrequency, url } = configuration;
  return JSON.stringify({ repository, branch, scheduleFrequency, url });
}
