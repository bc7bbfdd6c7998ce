import { Entity } from '@backstage/catalog-model';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { inBatches, insertRows } from '../database/batches';
import {
  JsonColumn,
  parseJson,
  TimeColumn,
  toIsoString,
} from '../database/columns';
import { UnreadableRows } from '../database/UnreadableRows';
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
  {
    changes,
    adopted = [],
  }: {
    changes: ChangeToRecord[];
    adopted?: Array<{ hash: string; entity: Entity }>;
  },
): Promise<void> {
  const startedAt = toIsoString(startTime);
  const now = new Date(Date.now()).toISOString();
  // Not before now: an old sync may be written late, while retention deletes what is as old.
  const lastUsedAt = startedAt > now ? startedAt : now;
  await insertRows(
    knex,
    ENTITY_VERSIONS_TABLE,
    toVersionRows(lastUsedAt, [
      ...changes.flatMap(({ version }) => version ?? []),
      ...adopted,
    ]),
    // The entity too: what is damaged heals when it is sent again.
    `(hash) do update set last_used_at = excluded.last_used_at, entity = excluded.entity
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
  versions: Array<{ hash: string; entity: Entity }>,
): Generator<EntityVersionRow> {
  const hashes = new Set<string>();
  for (const { hash, entity } of versions) {
    // One statement cannot update a row twice.
    if (!hashes.has(hash)) {
      hashes.add(hash);
      yield {
        hash,
        last_used_at: lastUsedAt,
        entity: JSON.stringify(entity),
      };
    }
  }
}

const ENTITY: Entity = { apiVersion: '', kind: '', metadata: { name: '' } };

/** The entity of a version; undefined, and noted, if it is damaged. */
export function readEntity(
  { hash, entity: json }: Pick<EntityVersionRow, 'hash' | 'entity'>,
  rows: UnreadableRows,
): Entity | undefined {
  const entity = parseJson(json, ENTITY);
  rows.note('version of an entity', hash, {
    unreadable: entity ? undefined : ['entity'],
  });
  return entity;
}
