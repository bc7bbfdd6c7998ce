import { Entity } from '@backstage/catalog-model';
import { Knex } from 'knex';
import { SnapshotEntry, SnapshotStore } from '../store';
import { parseJson } from './columns';
import { inBatches } from './inBatches';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
  SNAPSHOT_TABLE,
  SnapshotRow,
  SYNC_CHANGES_TABLE,
} from './tables';

const COLUMNS = ['entity_ref', 'kind', 'hash', 'source_file'] as const;

/** The entities that the catalog was last told of, in a database. */
export class DatabaseSnapshotStore implements SnapshotStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<SnapshotEntry[]> {
    const rows = await this.#knex<SnapshotRow>(SNAPSHOT_TABLE).select([
      ...COLUMNS,
    ]);
    return rows.map(toSnapshotEntry);
  }

  async listOfKinds(
    query: Parameters<SnapshotStore['listOfKinds']>[0],
  ): Promise<SnapshotEntry[]> {
    const { kinds, limit, afterEntityRef } = query;
    const page = this.#knex<SnapshotRow>(SNAPSHOT_TABLE)
      .whereIn('kind', kinds)
      .orderBy('entity_ref')
      .limit(limit)
      .select([...COLUMNS]);
    if (afterEntityRef !== undefined) {
      page.where('entity_ref', '>', afterEntityRef);
    }
    return (await page).map(toSnapshotEntry);
  }

  async getEntities(entityRefs: string[]): Promise<Map<string, Entity>> {
    const entities = new Map<string, Entity>();
    await inBatches(entityRefs, async batch => {
      const rows: Array<
        Pick<SnapshotRow & EntityVersionRow, 'entity_ref' | 'entity'>
      > = await this.#knex({ snapshot: SNAPSHOT_TABLE })
        .join(
          { versions: ENTITY_VERSIONS_TABLE },
          'versions.hash',
          'snapshot.hash',
        )
        .whereIn('entity_ref', batch)
        .select('entity_ref', 'entity');
      for (const row of rows) {
        entities.set(row.entity_ref, parseJson<Entity>(row.entity));
      }
    });
    return entities;
  }

  async countByKind(): Promise<Map<string, number>> {
    const counts: Array<{ kind: string; count: number | string }> =
      await this.#knex(SNAPSHOT_TABLE)
        .groupBy('kind')
        .select('kind')
        .count({ count: '*' });
    return new Map(counts.map(({ kind, count }) => [kind, Number(count)]));
  }

  /**
   * Takes over the changes that a sync has sent, in a transaction. Within the database: the
   * changes of a large sync would take long to hand over.
   */
  async applyChanges(tx: Knex.Transaction, syncId: string): Promise<void> {
    const columns = COLUMNS.join(', ');
    await tx<SnapshotRow>(SNAPSHOT_TABLE)
      .whereIn(
        'entity_ref',
        tx(SYNC_CHANGES_TABLE)
          .where({ sync_id: syncId, change: 'removed' })
          .select('entity_ref'),
      )
      .delete();
    await tx.raw(
      `insert into ${SNAPSHOT_TABLE} (${columns})
       select ${columns} from ${SYNC_CHANGES_TABLE}
       where sync_id = ? and change in ('added', 'updated')
       on conflict (entity_ref) do update set
         kind = excluded.kind,
         hash = excluded.hash,
         source_file = excluded.source_file`,
      [syncId],
    );
  }
}

function toSnapshotEntry(row: SnapshotRow): SnapshotEntry {
  return {
    entityRef: row.entity_ref,
    kind: row.kind,
    hash: row.hash,
    sourceFile: row.source_file,
  };
}
