import {
  ChangeConfirmation,
  NetChange,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import {
  SYNC_CHANGE_COLUMNS,
  SYNC_CHANGES_TABLE,
  SyncChangeRow,
} from '../changes/syncChangeRow';
import { inBatches } from '../database/batches';
import { toStorableText } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { SNAPSHOT_TABLE } from '../snapshot/SnapshotStore';
import { lockSyncState } from '../snapshot/SyncStateStore';
import { summarizeConfirmation } from './updateConfirmations';

const PENDING_COLUMNS = [
  'sync_id',
  'start_time',
  'entity_ref',
  'change',
  'previous_hash',
  'hash',
  'confirmation_reason',
] as const;

/**
 * A change that was sent to the catalog and has not been seen there yet.
 *
 * @public
 */
export interface PendingChange {
  syncId: string;
  /** Start of the sync; ISO 8601, UTC. */
  startTime: string;
  entityRef: string;
  change: NetChange['change'];
  /** Hash of the version before; undefined if the entity is new. */
  previousHash?: string;
  /** Hash of the version that was sent; undefined for a removal. */
  hash?: string;
  /** What it is waiting for, as last noted. */
  reason?: string;
}

/**
 * What a look at the catalog found out about a change.
 *
 * @public
 */
export type ArrivalFinding = Pick<PendingChange, 'syncId' | 'entityRef'> &
  Pick<ChangeConfirmation, 'status' | 'reason'>;

/**
 * What has become of the changes that were sent to the catalog.
 *
 * @public
 */
export class ConfirmationStore {
  constructor(private readonly knex: Knex) {}

  /** Pending changes, those first that were checked the longest time ago. */
  async listPending(limit: number): Promise<PendingChange[]> {
    const pending = () => this.#pending().select(...PENDING_COLUMNS);
    const unseen = await pending()
      .whereNull('confirmation_checked_at')
      .limit(limit);
    // A query of its own: the databases disagree on where to sort rows without a time.
    const seen =
      unseen.length < limit
        ? await pending()
            .whereNotNull('confirmation_checked_at')
            .orderBy('confirmation_checked_at')
            .limit(limit - unseen.length)
        : [];
    return [...unseen, ...seen].map(toPendingChange);
  }

  /**
   * Entities that the snapshot has, and of which the arrival of the latest version in the catalog is
   * still pending or has failed. The catalog may show an earlier version of them.
   */
  async listUnconfirmed(): Promise<Array<{ entityRef: string; kind: string }>> {
    const unconfirmed = this.knex({ sent: SYNC_CHANGES_TABLE })
      .whereRaw(
        'sent.entity_ref = snapshot.entity_ref and sent.hash = snapshot.hash',
      )
      .whereIn('sent.confirmation', ['pending', 'failed']);
    const rows = await this.knex({ snapshot: SNAPSHOT_TABLE })
      .whereExists(unconfirmed)
      .orderBy('entity_ref')
      .select('entity_ref', 'kind');
    return rows.map(row => ({ entityRef: row.entity_ref, kind: row.kind }));
  }

  /**
   * Notes what was found, with the database's time, and updates the totals of the syncs. Changes
   * that are not pending any more stay as they are; a change that stays pending without a reason
   * keeps the reason that it has.
   */
  async settle(findings: ArrivalFinding[]): Promise<void> {
    if (findings.length === 0) {
      return;
    }
    await this.knex.transaction(async tx => {
      // A sync that completes at the same moment changes and counts the same rows, and takes
      // this lock first, too.
      await lockSyncState(tx);
      for (const group of groupAlike(findings)) {
        const [{ syncId, status, reason = null }] = group;
        const keepsReason = status === 'pending' && reason === null;
        const refs = group.map(({ entityRef }) => entityRef);
        await inBatches(refs, batch =>
          tx<SyncChangeRow>(SYNC_CHANGES_TABLE)
            .where({ sync_id: syncId, confirmation: 'pending' })
            .whereIn('entity_ref', batch)
            .update({
              confirmation: status,
              confirmation_checked_at: databaseTime(tx),
              ...(!keepsReason && {
                confirmation_reason: reason && toStorableText(reason),
              }),
            }),
        );
      }
      const syncIds = new Set(findings.map(({ syncId }) => syncId));
      await summarizeConfirmation(tx, [...syncIds]);
    });
  }

  /**
   * Notes that the catalog reported an error for an entity, if a change of it is pending: the
   * reason it is waiting, which becomes the reason of its failure.
   */
  async noteError(entityRef: string, reason: string): Promise<void> {
    await this.#pending()
      .where({ entity_ref: entityRef })
      .update({ confirmation_reason: toStorableText(reason) });
  }

  #pending() {
    // A constant: SQLite does not use a partial index for a parameter.
    return this.knex<SyncChangeRow>(SYNC_CHANGES_TABLE).whereRaw(
      `confirmation = 'pending'`,
    );
  }
}

/** Groups what one statement can note. */
function groupAlike(findings: ArrivalFinding[]): Iterable<ArrivalFinding[]> {
  const groups = new Map<string, ArrivalFinding[]>();
  for (const finding of findings) {
    const { syncId, status, reason } = finding;
    const key = JSON.stringify([syncId, status, reason]);
    const group = groups.get(key) ?? [];
    group.push(finding);
    groups.set(key, group);
  }
  return groups.values();
}

function toPendingChange(
  row: Pick<SyncChangeRow, (typeof PENDING_COLUMNS)[number]>,
): PendingChange {
  const { confirmationReason, ...pending } = SYNC_CHANGE_COLUMNS.fromRow(row);
  return {
    ...pending,
    change: pending.change as PendingChange['change'],
    reason: confirmationReason,
  };
}
