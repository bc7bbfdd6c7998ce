import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { digestConfig } from '../config/digests';
import { SyncSourceConfig } from '../config/readSources';
import {
  StaticDataConfig,
  toConfigSnapshot,
} from '../config/readStaticDataConfig';
import { columnsOf, RowIn } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { CONFIG_SNAPSHOT } from '../database/examples';
import { UnreadableRows } from '../database/UnreadableRows';

const CONFIGURATIONS_TABLE = 'static_data_configurations';

const COLUMNS = columnsOf<{
  /** In the order in which they came into force. */
  id: number;
  configuration: SyncConfigSnapshot & { digest: string };
  firstSeenAt: string;
}>()({
  id: 'number',
  configuration: { json: { ...CONFIG_SNAPSHOT, digest: '' } },
  firstSeenAt: 'time',
});

type ConfigurationRow = RowIn<typeof COLUMNS> & { source_id: string };

/**
 * Tracks when the current configuration of a source came into force.
 *
 * @public
 */
export class ConfigurationStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** Notes the configuration in force; does nothing if it is the latest one noted. */
  async observe(
    config: StaticDataConfig,
    source: SyncSourceConfig,
  ): Promise<void> {
    const json = JSON.stringify({
      ...toConfigSnapshot(source),
      digest: digestConfig(config, source),
    });
    const latest = await this.#getLatest();
    if (latest?.configuration !== json) {
      // Another process may do the same at this moment: see `getCurrent`.
      await this.knex<ConfigurationRow>(CONFIGURATIONS_TABLE).insert({
        source_id: this.sourceId,
        configuration: json,
        first_seen_at: databaseTime(this.knex),
      });
    }
  }

  /**
   * The configuration in force, and when it was first seen (ISO 8601, UTC); undefined if that was not
   * recorded, or is damaged.
   */
  async getCurrent(): Promise<
    { configuration: SyncConfigSnapshot; firstSeenAt: string } | undefined
  > {
    const latest = await this.#getLatest();
    if (!latest) {
      return undefined;
    }
    // Processes that start together may note the same configuration several times in a row; the
    // first row counts.
    const lastOther = this.#rows()
      .whereNot({ configuration: latest.configuration })
      .max('id');
    const first = await this.#rows()
      .where('id', '>', this.knex.raw('coalesce((?), 0)', [lastOther]))
      .orderBy('id')
      .first();
    const { unreadable, configuration, firstSeenAt } = this.unreadable.note(
      'configuration in force',
      '',
      COLUMNS.fromRow({
        ...latest,
        first_seen_at: (first ?? latest).first_seen_at,
      }),
    );
    if (unreadable) {
      return undefined;
    }
    const { digest, ...snapshot } = configuration;
    return { configuration: snapshot, firstSeenAt };
  }

  async #getLatest(): Promise<ConfigurationRow | undefined> {
    return this.#rows().orderBy('id', 'desc').first();
  }

  #rows() {
    return this.knex<ConfigurationRow>(CONFIGURATIONS_TABLE).where({
      source_id: this.sourceId,
    });
  }
}
