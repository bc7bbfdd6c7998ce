import { Entity } from '@backstage/catalog-model';
import {
  createYielder,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import {
  ENTITY_VERSIONS_TABLE,
  EntityVersionRow,
  readEntity,
} from '../changes/entityVersions';
import { inBatches, insertRows } from '../database/batches';
import { columnsOf, RowIn } from '../database/columns';
import { countByKind } from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';
import { SYNC_CHANGES_TABLE } from '../database/tables';

export const SNAPSHOT_TABLE = 'static_data_snapshot';

const REPLACE = `(entity_ref) do update set
       kind = excluded.kind,
       hash = excluded.hash,
       source_file = excluded.source_file`;

const COLUMNS = columnsOf<SnapshotEntry>()({
  entityRef: 'text',
  kind: 'text',
  hash: 'text',
  sourceFile: 'text',
});

type SnapshotRow = RowIn<typeof COLUMNS>;

/**
 * A page of the entities of some kinds.
 *
 * @public
 */
export interface SnapshotQuery {
  kinds: string[];
  limit: number;
  /** Only entities whose ref sorts after this one. */
  afterEntityRef?: string;
}

/**
 * The entities as they were last applied to the catalog: the older side of every diff.
 *
 * @public
 */
export class SnapshotStore {
  constructor(
    private readonly knex: Knex,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** The whole snapshot, in no particular order. */
  async list(): Promise<SnapshotEntry[]> {
    const rows = await this.knex<SnapshotRow>(SNAPSHOT_TABLE);
    return rows.map(row => COLUMNS.fromRow(row));
  }

  /** A page of the entities of some kinds, in the order of their refs. */
  async listOfKinds(query: SnapshotQuery): Promise<SnapshotEntry[]> {
    const { kinds, limit, afterEntityRef } = query;
    const page = this.knex<SnapshotRow>(SNAPSHOT_TABLE)
      .whereIn('kind', kinds)
      .orderBy('entity_ref')
      .limit(limit);
    if (afterEntityRef !== undefined) {
      page.where('entity_ref', '>', afterEntityRef);
    }
    return (await page).map(row => COLUMNS.fromRow(row));
  }

  /** The stored entities by entity ref; what is not stored, or is damaged, is left out. */
  async getEntities(entityRefs: string[]): Promise<Map<string, Entity>> {
    const yieldWhenDue = createYielder();
    const entities = new Map<string, Entity>();
    await inBatches(entityRefs, async batch => {
      const rows: Array<
        Pick<SnapshotRow & EntityVersionRow, 'entity_ref' | 'hash' | 'entity'>
      > = await this.knex({ snapshot: SNAPSHOT_TABLE })
        .join(
          { versions: ENTITY_VERSIONS_TABLE },
          'versions.hash',
          'snapshot.hash',
        )
        .whereIn('entity_ref', batch)
        .select('entity_ref', 'versions.hash', 'entity');
      for (const row of rows) {
        // One may have megabytes.
        await yieldWhenDue();
        const entity = readEntity(row, this.unreadable);
        if (entity) {
          entities.set(row.entity_ref, entity);
        }
      }
    });
    return entities;
  }

  /** Number of entities by the first two digits of their hash. */
  async countByHashPrefix(): Promise<Map<string, number>> {
    const rows: Array<{ prefix: string; count: number | string }> =
      await this.knex(SNAPSHOT_TABLE)
        .select(this.knex.raw('substr(hash, 1, 2) as prefix'))
        .count({ count: '*' })
        .groupBy('prefix');
    return new Map(rows.map(({ prefix, count }) => [prefix, Number(count)]));
  }

  /** Number of entities by kind. */
  async countByKind(): Promise<Map<string, number>> {
    return countByKind(this.knex(SNAPSHOT_TABLE));
  }
}

/** Adds entities that the catalog has and the snapshot lacks, in the transaction that records a sync. */
export async function addToSnapshot(
  tx: Knex.Transaction,
  entries: SnapshotEntry[],
): Promise<void> {
  await insertRows(
    tx,
    SNAPSHOT_TABLE,
    entries.map(({ entityRef, kind, hash, sourceFile }) =>
      COLUMNS.toRow({ entityRef, kind, hash, sourceFile }),
    ),
    // The store may have it, but damaged.
    REPLACE,
  );
}

/**
 * Applies the changes that a sync has sent to the snapshot, in the transaction that records it.
 * Within the database, because the changes of a large sync would take long to pass back and forth.
 */
export async function applyToSnapshot(
  tx: Knex.Transaction,
  syncId: string,
): Promise<void> {
  const columns = COLUMNS.names.join(', ');
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
     on conflict ${REPLACE}`,
    [syncId],
  );
}
