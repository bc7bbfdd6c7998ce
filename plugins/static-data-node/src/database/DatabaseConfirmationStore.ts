import { Knex } from 'knex';
import { ArrivalFinding, ConfirmationStore, PendingChange } from '../store';
import { toIsoString, toStorableText } from './columns';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { databaseTime } from './dialect';
import { inBatches } from './inBatches';
import { summarizeConfirmation } from './summarizeConfirmation';
import {
  SNAPSHOT_TABLE,
  SYNC_CHANGES_TABLE,
  SYNC_HISTORY_TABLE,
  SyncChangeRow,
  SyncHistoryRow,
} from './tables';

const PENDING_COLUMNS = [
  'sync_id',
  'start_time',
  'entity_ref',
  'change',
  'previous_hash',
  'hash',
  'confirmation_reason',
] as const;

/** What has become of the changes that were sent to the catalog, in a database. */
export class DatabaseConfirmationStore implements ConfirmationStore {
  readonly #knex: Knex;
  readonly #state: DatabaseSyncStateStore;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#state = new DatabaseSyncStateStore(knex);
  }

  async listPending(limit: number): Promise<PendingChange[]> {
    const recorded = () =>
      this.#pending()
        .whereExists(
          this.#knex<SyncHistoryRow>(SYNC_HISTORY_TABLE).whereRaw('?? = ??', [
            `${SYNC_HISTORY_TABLE}.id`,
            `${SYNC_CHANGES_TABLE}.sync_id`,
          ]),
        )
        .select(...PENDING_COLUMNS);
    const unseen = await recorded()
      .whereNull('confirmation_checked_at')
      .limit(limit);
    // Asked for apart: the databases disagree on where to sort what has no time.
    const seen =
      unseen.length < limit
        ? await recorded()
            .whereNotNull('confirmation_checked_at')
            .orderBy('confirmation_checked_at')
            .limit(limit - unseen.length)
        : [];
    return [...unseen, ...seen].map(toPendingChange);
  }

  async countUnconfirmed(): Promise<Map<string, number>> {
    const counts: Array<{ kind: string; count: number | string }> =
      await this.#knex({ snapshot: SNAPSHOT_TABLE })
        .whereExists(
          this.#knex({ sent: SYNC_CHANGES_TABLE })
            .whereRaw(
              'sent.entity_ref = snapshot.entity_ref and sent.hash = snapshot.hash',
            )
            .whereIn('sent.confirmation', ['pending', 'failed']),
        )
        .groupBy('kind')
        .select('kind')
        .count({ count: '*' });
    return new Map(counts.map(({ kind, count }) => [kind, Number(count)]));
  }

  async settle(findings: ArrivalFinding[]): Promise<void> {
    if (findings.length === 0) {
      return;
    }
    await this.#knex.transaction(async tx => {
      // A sync that completes at this moment changes and counts the same rows, and takes
      // this lock first, too.
      await this.#state.lock(tx);
      for (const { syncId, status, reason, entityRefs } of group(findings)) {
        await inBatches(entityRefs, batch =>
          tx<SyncChangeRow>(SYNC_CHANGES_TABLE)
            .where({ sync_id: syncId, confirmation: 'pending' })
            .whereIn('entity_ref', batch)
            .update({
              ...toConfirmationColumns({ status, reason }),
              confirmation_checked_at: databaseTime(tx),
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
      .update(toConfirmationColumns({ status: 'pending', reason }));
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

function toConfirmationColumns({
  status,
  reason,
}: Pick<ArrivalFinding, 'status' | 'reason'>) {
  if (reason !== undefined) {
    return {
      confirmation: status,
      confirmation_reason: toStorableText(reason),
    };
  }
  return status === 'pending'
    ? { confirmation: status }
    : { confirmation: status, confirmation_reason: null };
}

function toPendingChange(
  row: Pick<SyncChangeRow, (typeof PENDING_COLUMNS)[number]>,
): PendingChange {
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
