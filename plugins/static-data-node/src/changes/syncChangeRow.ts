import {
  CONFIRMATION_STATUSES,
  ConfirmationStatus,
  MAX_NAME_LENGTH,
  SENT_CHANGE_TYPES,
  SYNC_CHANGE_TYPES,
  SyncChange,
  SyncChangeType,
  SyncHistoryRecord,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { insertRows } from '../database/batches';
import { columnsOf, RowIn } from '../database/columns';
import { PROVENANCE } from '../database/examples';
import { SYNC_CHANGES_TABLE } from '../database/tables';

/**
 * All values of {@link ArrivalProblem}.
 *
 * @public
 */
export const ARRIVAL_PROBLEMS = ['missing', 'refused'] as const;

/**
 * Why the catalog does not show a version that was sent to it.
 *
 * - `missing`: the catalog had lost it, or did not show it in time
 * - `refused`: the catalog reports an error, or has the entity from another source
 *
 * @public
 */
export type ArrivalProblem = (typeof ARRIVAL_PROBLEMS)[number];

interface StoredChange extends Omit<SyncChange, 'confirmation'> {
  syncId: string;
  sourceId: string;
  /** Of the sync. */
  startTime: string;
  /** Of the sync. */
  syncNumber: number;
  previousHash?: string;
  hash?: string;
  /** Only for what was sent. */
  confirmation?: ConfirmationStatus;
  confirmationReason?: string;
  confirmationCheckedAt?: string;
  problem?: ArrivalProblem;
}

export const SYNC_CHANGE_COLUMNS = columnsOf<StoredChange>()({
  syncId: 'text',
  sourceId: 'text',
  change: { oneOf: SYNC_CHANGE_TYPES, otherwise: 'retained' },
  kind: 'text',
  entityRef: 'text',
  startTime: 'time',
  syncNumber: 'number',
  owner: 'text',
  sourceFile: 'text',
  sourceLine: { optional: 'number' },
  reason: 'text',
  previousHash: 'text',
  hash: 'text',
  confirmation: { optional: { oneOf: CONFIRMATION_STATUSES } },
  confirmationReason: 'text',
  confirmationCheckedAt: { optional: 'time' },
  problem: { optional: { oneOf: ARRIVAL_PROBLEMS } },
  differences: {
    optional: { json: { fields: [{ path: '' }], fieldCount: 0 } },
  },
  provenance: { optional: { json: PROVENANCE } },
});

export type SyncChangeRow = RowIn<typeof SYNC_CHANGE_COLUMNS>;

/** Whether a change is sent to the catalog by a sync that applies its changes. */
export function isSendable({ change }: Pick<ChangeToRecord, 'change'>) {
  const sendable: readonly SyncChangeType[] = [...SENT_CHANGE_TYPES, 'resent'];
  return sendable.includes(change);
}

/**
 * Adds the changes of a sync.
 *
 * @param options - `isSent`: whether the sync has sent its changes to the catalog
 */
export async function insertChanges(
  tx: Knex.Transaction,
  record: SyncHistoryRecord,
  changes: ChangeToRecord[],
  options: { isSent: boolean },
): Promise<void> {
  function* toRows(): Generator<SyncChangeRow> {
    for (const change of changes) {
      yield SYNC_CHANGE_COLUMNS.toRow({
        ...change,
        syncId: record.id,
        sourceId: record.source,
        startTime: record.startTime,
        syncNumber: record.number,
        hash: change.version?.hash,
        confirmation:
          options.isSent && isSendable(change) ? 'pending' : undefined,
        problem: change.change === 'resent' ? 'missing' : undefined,
      });
    }
  }
  await insertRows(tx, SYNC_CHANGES_TABLE, toRows(), 'do nothing');
}

export function toSyncChange(row: SyncChangeRow): SyncChange {
  const {
    syncId,
    sourceId,
    startTime,
    syncNumber,
    previousHash,
    hash,
    confirmation: status,
    confirmationReason,
    confirmationCheckedAt: checkedAt,
    problem,
    ...change
  } = SYNC_CHANGE_COLUMNS.fromRow(row);
  return {
    ...change,
    // The stored one is compared with the files of the next source.
    sourceFile: toSafeText(change.sourceFile, MAX_NAME_LENGTH),
    confirmation: status && {
      status,
      reason: confirmationReason,
      checkedAt,
    },
  };
}
