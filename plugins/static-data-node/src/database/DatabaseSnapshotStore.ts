import { Entity } from '@backstage/catalog-model';
import { Knex } from 'knex';
import { parseJson } from './columns';
import { inBatches } from './inBatches';
import { SnapshotDelta, SnapshotEntry, SnapshotStore } from '../store';
import { SNAPSHOT_TABLE, SnapshotRow } from './tables';

/** The entities that the catalog was last told of, in a database. */
export class DatabaseSnapshotStore implements SnapshotStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<SnapshotEntry[]> {
    const rows = await this.#knex<SnapshotRow>(SNAPSHOT_TABLE).select(
      'entity_ref',
      'kind',
      'hash',
      'source_file',
    );
    return rows.map(row => ({
      entityRef: row.entity_ref,
      kind: row.kind,
      hash: row.hash,
      sourceFile: row.source_file,
    }));
  }

  async getEntities(entityRefs: string[]): Promise<Map<string, Entity>> {
    const entities = new Map<string, Entity>();
    await inBatches(entityRefs, async batch => {
      const rows = await this.#knex<SnapshotRow>(SNAPSHOT_TABLE)
        .whereIn('entity_ref', batch)
        .select('entity_ref', 'entity');
      for (const row of rows) {
        entities.set(row.entity_ref, parseJson<Entity>(row.entity));
      }
    });
    return entities;
  }

  /** Changes the snapshot in a transaction. */
  async change(tx: Knex.Transaction, delta: SnapshotDelta): Promise<void> {
    await inBatches(delta.removals, batch =>
      tx<SnapshotRow>(SNAPSHOT_TABLE).whereIn('entity_ref', batch).delete(),
    );
    await inBatches(delta.upserts, batch =>
      tx<SnapshotRow>(SNAPSHOT_TABLE)
        .insert(batch.map(toSnapshotRow))
        .onConflict('entity_ref')
        .merge(),
    );
  }
}

function toSnapshotRow(upsert: SnapshotDelta['upserts'][number]): SnapshotRow {
  return {
    entity_ref: upsert.entityRef,
    kind: upsert.kind,
    hash: upsert.hash,
    source_file: upsert.sourceFile,
    entity: JSON.stringify(upsert.entity),
  };
}
