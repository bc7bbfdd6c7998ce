import {
  HeldRemoval,
  MAX_NAME_LENGTH,
  SyncHistoryRecord,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { RemovalToHold } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { inBatches, insertRows } from '../database/batches';
import { columnsOf, RowIn, toStorableText } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { PROVENANCE } from '../database/examples';
import { countRows, whereSource } from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';

const HELD_REMOVALS_TABLE = 'static_data_held_removals';

const COLUMNS = columnsOf<Omit<HeldRemoval, 'source'> & { sourceId: string }>()(
  {
    sourceId: 'text',
    entityRef: 'text',
    kind: 'text',
    owner: 'text',
    sourceFile: 'text',
    reason: 'text',
    heldSince: 'time',
    heldBySyncId: 'text',
    dependents: { json: [{ entityRef: '', field: '' }] },
    dependentCount: 'number',
    mayHaveOtherDependents: { optional: 'boolean' },
    provenance: { optional: { json: PROVENANCE } },
    approvedBy: 'text',
    approvedAt: { optional: 'time' },
  },
);

/** What a row is called by health. */
const ROW = 'held removal of';

type HeldRemovalRow = RowIn<typeof COLUMNS>;

/**
 * Removals that the guard holds back.
 *
 * @public
 */
export class HeldRemovalStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** All of them, in the order of their entity refs. */
  async list(): Promise<HeldRemoval[]> {
    const rows = await this.#rows().orderBy('entity_ref');
    this.unreadable.forget(ROW);
    return rows.map(row => {
      const { sourceId, ...removal } = COLUMNS.fromRow(row);
      return this.unreadable.note(ROW, row.entity_ref, {
        ...removal,
        source: sourceId,
        sourceFile: toSafeText(removal.sourceFile, MAX_NAME_LENGTH),
      });
    });
  }

  /** Number of those that nobody has approved. */
  async countUnapproved(): Promise<number> {
    return countRows(this.#rows().whereNull('approved_by'));
  }

  /**
   * Approves removals that are held; those approved before keep their first approval.
   *
   * @returns the refs, of the requested ones, that are held
   */
  async approve(entityRefs: string[], approvedBy: string): Promise<string[]> {
    const approved: string[] = [];
    await this.knex.transaction(async tx => {
      await inBatches([...new Set(entityRefs)].sort(), async batch => {
        const rows = await tx<HeldRemovalRow>(HELD_REMOVALS_TABLE)
          .modify(whereSource, this.sourceId)
          .whereIn('entity_ref', batch)
          .update({
            approved_by: tx.raw('coalesce(approved_by, ?)', [
              toStorableText(approvedBy),
            ]),
            approved_at: tx.raw('coalesce(approved_at, ?)', [databaseTime(tx)]),
          })
          .returning('entity_ref');
        approved.push(...rows.map(row => row.entity_ref));
      });
    });
    return approved.sort();
  }

  #rows() {
    return whereSource(
      this.knex<HeldRemovalRow>(HELD_REMOVALS_TABLE),
      this.sourceId,
    );
  }
}

/**
 * Replaces the held removals by those of a sync. What was held before keeps the time since when it
 * is held, and its approval.
 */
export async function replaceHeldRemovals(
  tx: Knex.Transaction,
  record: SyncHistoryRecord,
  removals: RemovalToHold[],
): Promise<void> {
  const ofSource = () =>
    tx<HeldRemovalRow>(HELD_REMOVALS_TABLE).where({ source_id: record.source });
  const held = await ofSource().pluck('entity_ref');
  // One at a time: each names a hundred dependents.
  function* toRows() {
    for (const removal of removals) {
      yield COLUMNS.toRow({
        ...removal,
        sourceId: record.source,
        heldSince: record.startTime,
        heldBySyncId: record.id,
      });
    }
  }
  const refs = new Set(
    removals.map(({ entityRef }) => toStorableText(entityRef)),
  );
  await inBatches(
    held.filter(ref => !refs.has(ref)),
    batch => ofSource().whereIn('entity_ref', batch).delete(),
  );
  await insertRows(
    tx,
    HELD_REMOVALS_TABLE,
    toRows(),
    `(source_id, entity_ref) do update set
       kind = excluded.kind,
       owner = excluded.owner,
       source_file = excluded.source_file,
       reason = excluded.reason,
       dependents = excluded.dependents,
       dependent_count = excluded.dependent_count,
       may_have_other_dependents = excluded.may_have_other_dependents,
       provenance = excluded.provenance`,
  );
}
