import { Knex } from 'knex';
import { ArrivalFinding, ConfirmationStore, PendingChange } from '../store';
import { toIsoString } from './columns';
import { databaseTime } from './dialect';
import { inBatches } from './inBatches';
import { summarizeConfirmation } from './summarizeConfirmation';
import {
  SYNC_CHANGES_TABLE,
  SYNC_STATE_TABLE,
  SyncChangeRow,
  SyncStateRow,
} from './tables';

/** What has become of the changes that were sent to the catalog, in a database. */
export class DatabaseConfirmationStore implements ConfirmationStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async listPending(limit: number): Promise<PendingChange[]> {
    const unseen = await this.#pending()
      .whereNull('confirmation_checked_at')
      .limit(limit);
    // Asked for apart: the databases disagree on where to sort what has no time.
    const seen =
      unseen.length < limit
        ? await this.#pending()
            .whereNotNull('confirmation_checked_at')
            .orderBy('confirmation_checked_at')
            .limit(limit - unseen.length)
        : [];
    return [...unseen, ...seen].map(toPendingChange);
  }

  async settle(findings: ArrivalFinding[]): Promise<void> {
    if (findings.length === 0) {
      return;
    }
    await this.#knex.transaction(async tx => {
      // A sync that completes at this moment changes and counts the same rows, and takes
      // this lock first, too.
      await tx<SyncStateRow>(SYNC_STATE_TABLE).forUpdate().first('id');
      for (const { syncId, status, reason, entityRefs } of group(findings)) {
        await inBatches(entityRefs, batch =>
          tx<SyncChangeRow>(SYNC_CHANGES_TABLE)
            .where({ sync_id: syncId, confirmation: 'pending' })
            .whereIn('entity_ref', batch)
            .update({
              confirmation: status,
              confirmation_checked_at: databaseTime(tx),
              ...((status !== 'pending' || reason !== undefined) && {
                confirmation_reason: reason ?? null,
              }),
            }),
        );
      }
      const syncIds = new Set(findings.map(({ syncId }) => syncId));
      await summarizeConfirmation(tx, [...syncIds]);
    });
  }

  async noteError(entityRef: string, reason: string): Promise<void> {
    await this.#pending()
      .where({ entity_ref: entityRef })
      .update({ confirmation_reason: reason });
  }

  #pending() {
    // A constant: SQLite does not look a parameter up in an index on some rows only.
    return this.#knex<SyncChangeRow>(SYNC_CHANGES_TABLE).whereRaw(
      `confirmation = 'pending'`,
    );
  }
}

type FindingGroup = Pick<ArrivalFinding, 'syncId' | 'status' | 'reason'> & {
  entityRefs: string[];
};

/** Puts together what one statement can note. */
function group(findings: ArrivalFinding[]): Iterable<FindingGroup> {
  const groups = new Map<string, FindingGroup>();
  for (const { syncId, status, reason, entityRef } of findings) {
    const key = JSON.stringify([syncId, status, reason]);
    const found = groups.get(key) ?? {
      syncId,
      status,
      reason,
      entityRefs: [],
    };
    found.entityRefs.push(entityRef);
    groups.set(key, found);
  }
  return groups.values();
}

function toPendingChange(row: SyncChangeRow): PendingChange {
  return {
    syncId: row.sync_id,
    startTime: toIsoString(row.start_time),
    entityRef: row.entity_ref,
    change: row.change as PendingChange['change'],
    previousHash: row.previous_hash ?? undefined,
    hash: row.hash ?? undefined,
    reason: row.confirmation_reason ?? undefined,
  };
}
