import { HeldRemoval } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { HeldRemovalStore } from '../store';
import {
  parseJson,
  toIsoString,
  toOptionalIsoString,
  toStorableText,
} from './columns';
import { databaseTime } from './dialect';
import { inBatches } from './inBatches';
import { HELD_REMOVALS_TABLE, HeldRemovalRow } from './tables';

/** Removals that the guard holds back, in a database. */
export class DatabaseHeldRemovalStore implements HeldRemovalStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<HeldRemoval[]> {
    const rows = await this.#knex<HeldRemovalRow>(HELD_REMOVALS_TABLE).orderBy(
      'entity_ref',
    );
    return rows.map(toHeldRemoval);
  }

  async countUnapproved(): Promise<number> {
    const [{ count }] = await this.#knex(HELD_REMOVALS_TABLE)
      .whereNull('approved_by')
      .count({ count: '*' });
    return Number(count);
  }

  async approve(entityRefs: string[], approvedBy: string): Promise<string[]> {
    const approved: string[] = [];
    await this.#knex.transaction(async tx => {
      await inBatches([...new Set(entityRefs)].sort(), async batch => {
        const rows = await tx<HeldRemovalRow>(HELD_REMOVALS_TABLE)
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
}

function toHeldRemoval(row: HeldRemovalRow): HeldRemoval {
  return {
    entityRef: row.entity_ref,
    kind: row.kind,
    sourceFile: row.source_file,
    reason: row.reason,
    heldSince: toIsoString(row.held_since),
    heldBySyncId: row.held_by_sync_id,
    dependents: parseJson(row.dependents),
    dependentCount: row.dependent_count,
    approvedBy: row.approved_by ?? undefined,
    approvedAt: toOptionalIsoString(row.approved_at),
  };
}
