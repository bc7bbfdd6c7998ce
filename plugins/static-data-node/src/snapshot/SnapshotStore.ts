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
import { inBatches, insertRows, readInPages } from '../database/batches';
import { columnsOf, RowIn } from '../database/columns';
import {
  countByKind,
  countRows,
  requireSource,
  whereMatches,
  whereSource,
} from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';
import { SYNC_STATE_TABLE } from '../database/stateRow';
import { SNAPSHOT_TABLE, SYNC_CHANGES_TABLE } from '../database/tables';
import { RUNNING_SYNC_TABLE } from '../running/SyncLeaseStore';

/** What another source has stays with it. */
const REPLACE = `(entity_ref) do update set
       kind = excluded.kind,
       hash = excluded.hash,
       owner = excluded.owner,
       source_file = excluded.source_file
     where ${SNAPSHOT_TABLE}.source_id = excluded.source_id`;

const COLUMNS = columnsOf<SnapshotEntry>()({
  entityRef: 'text',
  kind: 'text',
  hash: 'text',
  owner: 'text',
  sourceFile: 'text',
});

const CLAIMS_TABLE = 'static_data_claims';

interface ClaimRow {
  entity_ref: string;
  source_id: string;
  sync_id: string;
}

type SnapshotRow = RowIn<typeof COLUMNS> & { source_id: string };

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
 * The entities of one source, or of all, as they were last applied to the catalog: the older side of
 * every diff. No two sources have the same one.
 *
 * @public
 */
export class SnapshotStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** The whole snapshot, in no particular order. */
  async list(): Promise<SnapshotEntry[]> {
    return readInPages(
      () => this.#rows(),
      'entity_ref',
      (row: SnapshotRow) => COLUMNS.fromRow(row),
    );
  }

  /** A page of the entities of some kinds, in the order of their refs. */
  async listOfKinds(query: SnapshotQuery): Promise<SnapshotEntry[]> {
    const { kinds, limit, afterEntityRef } = query;
    const page = this.#rows()
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
        .modify(whereSource, this.sourceId, 'snapshot')
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
      await this.#rows()
        .select(this.knex.raw('substr(hash, 1, 2) as prefix'))
        .count({ count: '*' })
        .groupBy('prefix');
    return new Map(rows.map(({ prefix, count }) => [prefix, Number(count)]));
  }

  /** Number of entities by kind. */
  async countByKind(): Promise<Map<string, number>> {
    return countByKind(this.#rows());
  }

  /**
   * Number of entities of each owner, of one or of all; without groups, which are owners themselves: one that
   * owns nothing has 0.
   */
  async countByOwner(owner?: string): Promise<Map<string, number>> {
    const rows: Array<{ owner: string; count: number | string }> =
      await this.#rows()
        .whereNotNull('owner')
        .modify(whereMatches, { owner })
        .groupBy('owner')
        .select(
          'owner',
          this.knex.raw(
            `sum(case when kind = 'Group' then 0 else 1 end) as count`,
          ),
        );
    return new Map(rows.map(row => [row.owner, Number(row.count)]));
  }

  /** Number of entities. */
  async count(): Promise<number> {
    return countRows(this.#rows());
  }

  /**
   * Claims new entities for a sync that is about to send them, until it is recorded: no other source can
   * have them meanwhile. Only a sync that holds its lease has claims. Does nothing where there are no other
   * sources.
   *
   * @returns those that another source has, or has claimed, with the ids of those sources
   */
  async claim(
    syncId: string,
    entityRefs: string[],
  ): Promise<Map<string, string>> {
    const sourceId = requireSource(this.sourceId);
    const others = await this.knex(SYNC_STATE_TABLE)
      .whereNot({ source_id: sourceId })
      .first('source_id');
    if (!others) {
      return new Map();
    }
    const rows = () => this.knex<ClaimRow>(CLAIMS_TABLE);
    // What syncs have claimed after they were recorded, because they were stopped in the middle of it.
    await rows()
      .whereNotIn('sync_id', this.knex(RUNNING_SYNC_TABLE).select('sync_id'))
      .delete();
    const claimed = new Map<string, string>();
    // In one order for all, because on PostgreSQL each waits for what the other is about to claim.
    await inBatches([...entityRefs].sort(), async batch => {
      await rows()
        .insert(
          batch.map(entityRef => ({
            entity_ref: entityRef,
            source_id: sourceId,
            sync_id: syncId,
          })),
        )
        .onConflict('entity_ref')
        .ignore();
      const byOthers = await rows()
        .whereNot({ source_id: sourceId })
        .whereIn('entity_ref', batch);
      byOthers.forEach(row => claimed.set(row.entity_ref, row.source_id));
    });
    // Afterwards: what was free to be claimed may have been recorded a moment before.
    const found = await this.findInOtherSources(entityRefs);
    return new Map([...claimed, ...found]);
  }

  /** Which of these entities other sources have, by entity ref, with the ids of those sources. */
  async findInOtherSources(entityRefs: string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    await inBatches(entityRefs, async batch => {
      const rows = await this.knex<SnapshotRow>(SNAPSHOT_TABLE)
        .whereNot({ source_id: requireSource(this.sourceId) })
        .whereIn('entity_ref', batch)
        .select('entity_ref', 'source_id');
      for (const row of rows) {
        found.set(row.entity_ref, row.source_id);
      }
    });
    return found;
  }

  #rows() {
    return whereSource(this.knex<SnapshotRow>(SNAPSHOT_TABLE), this.sourceId);
  }
}

/** Adds entities that the catalog has and the snapshot lacks, in the transaction that records a sync. */
export async function addToSnapshot(
  tx: Knex.Transaction,
  sourceId: string,
  entries: SnapshotEntry[],
): Promise<void> {
  await insertRows(
    tx,
    SNAPSHOT_TABLE,
    entries.map(({ entityRef, kind, hash, owner, sourceFile }) => ({
      ...COLUMNS.toRow({ entityRef, kind, hash, owner, sourceFile }),
      source_id: sourceId,
    })),
    // The store may have it, but damaged.
    REPLACE,
  );
}

/**
 * Applies the changes that a sync has sent to the snapshot, in the transaction that records it.
 * Within the database, because the changes of a large sync would take long to pass back and forth.
 *
 * @returns number of entities that were added or updated, without those that another source has
 */
export async function applyToSnapshot(
  tx: Knex.Transaction,
  sourceId: string,
  syncId: string,
): Promise<number> {
  const columns = [...COLUMNS.names, 'source_id'].join(', ');
  await tx<SnapshotRow>(SNAPSHOT_TABLE)
    .where({ source_id: sourceId })
    .whereIn(
      'entity_ref',
      tx(SYNC_CHANGES_TABLE)
        .where({ sync_id: syncId, change: 'removed' })
        .select('entity_ref'),
    )
    .delete();
  // What the drivers of SQLite and PostgreSQL call it.
  const { changes, rowCount = changes } = await tx.raw(
    `insert into ${SNAPSHOT_TABLE} (${columns})
     select ${columns} from ${SYNC_CHANGES_TABLE}
     where sync_id = ? and change in ('added', 'updated')
     on conflict ${REPLACE}`,
    [syncId],
  );
  return rowCount;
}

/** Frees what a sync had claimed. */
export async function removeClaims(
  tx: Knex.Transaction,
  syncId: string,
): Promise<void> {
  await tx(CLAIMS_TABLE).where({ sync_id: syncId }).delete();
}
