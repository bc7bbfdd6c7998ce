import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { inBatches, insertRows } from '../database/batches';
import { JsonColumn, TimeColumn, toIsoString } from '../database/columns';
import { isSendable } from './syncChangeRow';

export const ENTITY_VERSIONS_TABLE = 'static_data_entity_versions';

export interface EntityVersionRow {
  hash: string;
  /** When the latest sync that used or replaced the version was recorded, or started. */
  last_used_at: TimeColumn;
  entity: JsonColumn;
}

/** Stores the versions of a sync, and tells retention which older ones it replaced. */
export async function storeEntityVersions(
  knex: Knex,
  startTime: string,
  changes: ChangeToRecord[],
): Promise<void> {
  const startedAt = toIsoString(startTime);
  const now = new Date(Date.now()).toISOString();
  // Not before now: an old sync may be written late, while retention deletes what is as old.
  const lastUsedAt = startedAt > now ? startedAt : now;
  await insertRows(
    knex,
    ENTITY_VERSIONS_TABLE,
    toVersionRows(lastUsedAt, changes),
    `(hash) do update set last_used_at = excluded.last_used_at
     where ${ENTITY_VERSIONS_TABLE}.last_used_at < excluded.last_used_at`,
  );
  const replaced = changes
    .filter(isSendable)
    .flatMap(({ previousHash }) => previousHash ?? []);
  await inBatches(replaced, batch =>
    knex<EntityVersionRow>(ENTITY_VERSIONS_TABLE)
      .whereIn('hash', batch)
      .where('last_used_at', '<', lastUsedAt)
      .update({ last_used_at: lastUsedAt }),
  );
}

function* toVersionRows(
  lastUsedAt: string,
  changes: ChangeToRecord[],
): Generator<EntityVersionRow> {
  const hashes = new Set<string>();
  for (const { version } of changes) {
    // One statement cannot update a row twice.
    if (version && !hashes.has(version.hash)) {
      hashes.add(version.hash);
      yield {
        hash: version.hash,
        last_used_at: lastUsedAt,
        entity: JSON.stringify(version.entity),
      };
    }
  }
}
