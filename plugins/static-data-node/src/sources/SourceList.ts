import { Knex } from 'knex';
import { columnsOf } from '../database/columns';
import { lockTable } from '../database/dialect';
import { renewHistoryVersion } from '../database/HistoryCache';
import {
  lockStateRow,
  lockStateRows,
  StateRow,
  SYNC_STATE_TABLE,
  toLastNumber,
} from '../database/stateRow';
import {
  REFRESH_REQUESTS_TABLE,
  SNAPSHOT_TABLE,
  SYNC_CHANGES_TABLE,
  SYNC_HISTORY_TABLE,
  TABLES_OF_LATEST,
  TABLES_OF_SOURCES,
} from '../database/tables';

/**
 * A source that is or was synchronised.
 *
 * @public
 */
export interface KnownSource {
  id: string;
  /**
   * The id that it had when it was new. The name of its provider in the catalog is made of it, so it never
   * changes.
   */
  providerId: string;
  /** When its entities were let go; ISO 8601, UTC. */
  releasedAt?: string;
}

/** One whose time cannot be read is released again, if it is to be. */
const RELEASE = columnsOf<Pick<KnownSource, 'releasedAt'>>()({
  releasedAt: { optional: 'time' },
});

/**
 * The sources that are known, whether they are configured or not.
 *
 * @public
 */
export class SourceList {
  constructor(private readonly knex: Knex) {}

  /** All of them, in the order of their ids. */
  async list(): Promise<KnownSource[]> {
    const rows = await this.#rows().orderBy('source_id');
    return rows.map(toKnownSource);
  }

  /**
   * Notes that a source is synchronised. If it was renamed and has no entities yet, it takes over
   * everything that is known of the source with the former id.
   *
   * @returns the source, and whether it should have taken over another one, but both have entities
   */
  async open(source: {
    id: string;
    renamedFrom?: string;
  }): Promise<KnownSource & { isTakeoverLate: boolean }> {
    const { id, renamedFrom } = source;
    return this.knex.transaction(async tx => {
      await lockTable(tx, SYNC_STATE_TABLE);
      const rows = () => tx<StateRow>(SYNC_STATE_TABLE);
      const rowOf = async (sourceId: string | undefined) =>
        sourceId === undefined
          ? undefined
          : rows().where({ source_id: sourceId }).first();
      const existing = await rowOf(id);
      const former = await rowOf(renamedFrom);
      const hasOwn = await hasEntities(tx, id);
      const hasFormer =
        former !== undefined && (await hasEntities(tx, former.source_id));
      if (former && (!existing || (hasFormer && !hasOwn))) {
        await takeOver(tx, former, id, existing);
      } else {
        // Whoever had the id before, it is that of this one now.
        await rows().where({ former_id: id }).update({ former_id: null });
        await lockStateRow(tx, id, renamedFrom);
        await rows().where({ source_id: id }).update({ released_at: null });
      }
      await tx(REFRESH_REQUESTS_TABLE)
        .where({ source_id: id, of_release: true })
        .delete();
      return {
        ...toKnownSource((await rowOf(id))!),
        isTakeoverLate: hasFormer && hasOwn,
      };
    });
  }

  /** The latest sync of each source that applied anything, in the order of the ids of the sources. */
  async listAppliedSyncIds(): Promise<Array<string | null>> {
    return this.#rows().orderBy('source_id').pluck('last_applied_sync_id');
  }

  #rows() {
    return this.knex<StateRow>(SYNC_STATE_TABLE);
  }
}

async function hasEntities(
  tx: Knex.Transaction,
  sourceId: string,
): Promise<boolean> {
  const entity = await tx(SNAPSHOT_TABLE)
    .where({ source_id: sourceId })
    .first('entity_ref');
  return entity !== undefined;
}

/**
 * Gives all that is known of a source to another id.
 *
 * @param existing - what there is with that id already, but without entities: the history stays, with
 * numbers that come after the others
 */
async function takeOver(
  tx: Knex.Transaction,
  former: StateRow,
  id: string,
  existing: StateRow | undefined,
): Promise<void> {
  // No sync completes meanwhile.
  await lockStateRows(tx);
  const isOf = (sourceId: string) => ({ source_id: sourceId });
  const ownNumber = await findLastNumber(tx, id, existing);
  const lastNumber = Math.max(
    await findLastNumber(tx, former.source_id, former),
    ownNumber,
  );
  // By more than any of them, so that no two have the same meanwhile.
  await tx(SYNC_HISTORY_TABLE).where(isOf(id)).increment('number', lastNumber);
  // What they changed is gone, and must not be taken for something that the source taken over has changed.
  await tx(SYNC_CHANGES_TABLE)
    .where(isOf(id))
    .decrement('sync_number', ownNumber + 1);
  // Also what processes have written that knew the new id before it was this source's.
  for (const table of TABLES_OF_LATEST) {
    await tx(table).where(isOf(id)).delete();
  }
  for (const table of TABLES_OF_SOURCES) {
    await tx(table).where(isOf(former.source_id)).update(isOf(id));
  }
  await tx<StateRow>(SYNC_STATE_TABLE)
    .where(isOf(id))
    .update({
      former_id: former.source_id,
      released_at: null,
      // All entities are sent again, with the new id.
      last_full_apply_at: null,
      last_number: lastNumber + ownNumber,
    });
  // What was read of it goes by the ids that the syncs had.
  await renewHistoryVersion(tx);
}

/** The highest number of a sync of a source, of which its row may not know. */
async function findLastNumber(
  tx: Knex.Transaction,
  sourceId: string,
  row: StateRow | undefined,
): Promise<number> {
  const latest = await tx(SYNC_HISTORY_TABLE)
    .where({ source_id: sourceId })
    .max({ number: 'number' })
    .first();
  return Math.max(row ? toLastNumber(row) : 0, Number(latest?.number) || 0);
}

function toKnownSource(row: StateRow): KnownSource {
  return {
    id: row.source_id,
    providerId: row.provider_id,
    releasedAt: RELEASE.fromRow(row).releasedAt,
  };
}
