import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { yieldToEventLoop } from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { storeEntityVersions } from '../changes/entityVersions';
import { insertChanges } from '../changes/syncChangeRow';
import {
  summarizeConfirmation,
  supersedeEarlierChanges,
  supersedeLateChanges,
} from '../confirmation/updateConfirmations';
import { renewHistoryVersion } from '../database/HistoryCache';
import {
  lockStateRow,
  toLastNumber,
  updateLastNumber,
} from '../database/stateRow';
import {
  SYNC_HISTORY_TABLE,
  SYNC_FINDINGS_TABLE,
  SYNC_CHANGES_TABLE,
} from '../database/tables';
import { insertFindings } from '../details/SyncFindingStore';
import { appendLogLines } from '../details/SyncLogStore';
import { replaceHeldRemovals } from '../heldRemovals/HeldRemovalStore';
import { SyncHistoryRow, toSyncHistoryRow } from '../history/syncHistoryRow';
import { updateBuildFiles } from '../snapshot/BuildFileStore';
import { endSteering } from '../running/SteeringStore';
import {
  addToSnapshot,
  applyToSnapshot,
  removeClaims,
} from '../snapshot/SnapshotStore';
import { lockSyncState, updateSyncState } from '../snapshot/SyncStateStore';
import { advanceSyncState } from './advanceSyncState';
import { CompletedSync } from './CompletedSync';

/**
 * Writes everything that a sync leaves behind: see `StaticDataStore.complete`.
 *
 * @param announce - notes in the transaction that the sync has to be announced
 */
export async function completeSync(
  knex: Knex,
  knownSourceId: string,
  sync: CompletedSync,
  announce: (tx: Knex.Transaction, syncId: string) => Promise<void>,
): Promise<void> {
  const { changes, findings, logs, applied } = sync;
  const isSent = applied !== undefined && !sync.record.dryRun;
  // Before the transaction, because on SQLite its end blocks the process for as long as it takes to
  // write everything in it to disk. Nothing refers to a version before there is a change that does,
  // and retention deletes those to which nothing ever does.
  await storeEntityVersions(knex, sync.record.startTime, sync);
  await knex.transaction(async tx => {
    // First, so that syncs complete one after the other.
    const { sourceId, state } = await lockSyncState(tx, knownSourceId);
    // It may have been renamed since the sync started, or since it ended, if the record had to wait for
    // the database.
    const ofSource = { ...sync.record, source: sourceId };
    await removeClaims(tx, ofSource.id);
    if (!(await makeWay(tx, sync))) {
      return;
    }
    const record = { ...ofSource, number: await settleNumber(tx, ofSource) };
    const knownFindings = await insertFindings(tx, record.id, findings);
    await tx<SyncHistoryRow>(SYNC_HISTORY_TABLE).insert(
      toSyncHistoryRow(record, {
        inferred: Boolean(sync.inferred),
        knownFindings,
      }),
    );
    await renewHistoryVersion(tx, record.dryRun);
    await insertChanges(tx, record, changes, { isSent });
    await appendLogLines(tx, record.id, logs);
    if (!record.dryRun) {
      await announce(tx, record.id);
    }

    const next = advanceSyncState(state, sync, record.number);
    await updateSyncState(tx, sourceId, next.state);
    if (next.keepsApplied && applied?.state.release) {
      await endSteering(tx, sourceId, {
        // A release is always requested by somebody.
        triggeredBy: record.triggeredBy ?? 'unknown',
        reason: `Sync #${record.number} released the entities of the source`,
      });
    }
    if (next.keepsApplied) {
      await addToSnapshot(tx, sourceId, sync.adopted ?? []);
    }
    if (isSent && changes.length > 0) {
      await summarizeConfirmation(tx, [record.id]);
      await supersedeEarlierChanges(tx, record);
      await yieldToEventLoop();
      if (next.keepsApplied) {
        const kept = await applyToSnapshot(tx, sourceId, record.id);
        if (kept < changes.filter(isUpsert).length) {
          // Another source has some of them, which the next sync has to find out.
          await updateSyncState(tx, sourceId, {
            ...next.state,
            revision: undefined,
            fingerprint: undefined,
          });
        }
      } else {
        await supersedeLateChanges(tx, record);
      }
      await yieldToEventLoop();
    }
    if (applied && next.keepsApplied) {
      if (applied.heldRemovals) {
        await replaceHeldRemovals(tx, record, applied.heldRemovals);
      }
      await updateBuildFiles(
        tx,
        sourceId,
        applied.buildFiles,
        applied.removedBuildFiles,
      );
    }
  });
}

function isUpsert({ change }: CompletedSync['changes'][number]): boolean {
  return change === 'added' || change === 'updated';
}

/**
 * The number that a sync was given when it started. A database that was restored from a backup, or
 * has lost the row that counts, may have given it to another sync too: then this one gets the next.
 */
async function settleNumber(
  tx: Knex.Transaction,
  { source, number }: SyncHistoryRecord,
): Promise<number> {
  const records = () =>
    tx<SyncHistoryRow>(SYNC_HISTORY_TABLE).where({ source_id: source });
  const last = toLastNumber(await lockStateRow(tx, source));
  const latest = await records().max({ number: 'number' }).first();
  const highest = Math.max(last, Number(latest?.number) || 0);
  const isTaken = await records().where({ number }).first('id');
  const settled = isTaken ? highest + 1 : number;
  await updateLastNumber(tx, source, Math.max(highest, settled));
  return settled;
}

/**
 * Deletes a record of the same sync that another process derived from its lease; its log stays.
 *
 * @returns false if there is a record that does not give way to this one
 */
async function makeWay(
  tx: Knex.Transaction,
  { record: { id }, inferred }: CompletedSync,
): Promise<boolean> {
  const existing = await tx<SyncHistoryRow>(SYNC_HISTORY_TABLE)
    .where({ id })
    .first('inferred');
  if (!existing) {
    return true;
  }
  if (inferred || !existing.inferred) {
    return false;
  }
  await tx(SYNC_CHANGES_TABLE).where({ sync_id: id }).delete();
  await tx(SYNC_FINDINGS_TABLE).where({ sync_id: id }).delete();
  await tx(SYNC_HISTORY_TABLE).where({ id }).delete();
  return true;
}
