import { SyncConfirmation } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { Outbox } from '../messages/Outbox';
import { CompletedSync } from '../store';
import { advanceSyncState } from './advanceSyncState';
import { checkpointAfter } from './checkpointAfter';
import { DatabaseBuildFileStore } from './DatabaseBuildFileStore';
import { DatabaseSnapshotStore } from './DatabaseSnapshotStore';
import { DatabaseSyncHistoryStore } from './DatabaseSyncHistoryStore';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { replaceHeldRemovals } from './replaceHeldRemovals';
import { retryWhileBusy } from './retryWhileBusy';
import { isStaged, StagedRows, stageSync } from './stageSync';
import {
  supersedeEarlierChanges,
  supersedeLateChanges,
} from './supersedeChanges';

/** Only another process that completes the same sync at the same time can be in the way. */
const MAX_ATTEMPTS = 5;

class StagedRowsLostError extends Error {
  readonly name = 'StagedRowsLostError';
}

/** Writes what a sync leaves behind: see {@link StaticDataStore.complete}. */
export class SyncCompletion {
  readonly #knex: Knex;
  readonly #history: DatabaseSyncHistoryStore;
  readonly #snapshot: DatabaseSnapshotStore;
  readonly #buildFiles: DatabaseBuildFileStore;
  readonly #state: DatabaseSyncStateStore;
  readonly #outbox: Outbox;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#history = new DatabaseSyncHistoryStore(knex);
    this.#snapshot = new DatabaseSnapshotStore(knex);
    this.#buildFiles = new DatabaseBuildFileStore(knex);
    this.#state = new DatabaseSyncStateStore(knex);
    this.#outbox = new Outbox(knex);
  }

  async complete(sync: CompletedSync): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (await this.#history.has(sync.record.id, Boolean(sync.inferred))) {
        return;
      }
      const staged = await stageSync(this.#knex, sync);
      try {
        await checkpointAfter(this.#knex, () =>
          retryWhileBusy(() =>
            this.#knex.transaction(tx => this.#record(tx, sync, staged)),
          ),
        );
        return;
      } catch (error) {
        if (
          !(error instanceof StagedRowsLostError) ||
          attempt === MAX_ATTEMPTS
        ) {
          throw error;
        }
      }
    }
  }

  async #record(
    tx: Knex.Transaction,
    sync: CompletedSync,
    staged: StagedRows,
  ): Promise<void> {
    const record = { ...sync.record, confirmation: toConfirmation(staged) };
    // First, so that nothing of what follows changes under its hands.
    const state = await this.#state.lock(tx);
    const isNew = await this.#history.insert(
      tx,
      record,
      Boolean(sync.inferred),
    );
    if (!isNew) {
      return;
    }
    if (!(await isStaged(tx, record.id, staged))) {
      throw new StagedRowsLostError();
    }
    const next = advanceSyncState(state, sync);
    await this.#state.advance(tx, next.state);
    if (!record.dryRun) {
      await this.#outbox.noteSync(tx, record.id);
    }
    if (staged.sent > 0) {
      await supersedeEarlierChanges(tx, record);
      if (next.keepsApplied) {
        await this.#snapshot.applyChanges(tx, record.id);
      } else {
        await supersedeLateChanges(tx, record);
      }
    }
    if (next.keepsApplied) {
      await this.#keepApplied(tx, sync);
    }
  }

  async #keepApplied(
    tx: Knex.Transaction,
    { record, applied }: CompletedSync,
  ): Promise<void> {
    if (!applied) {
      return;
    }
    if (applied.heldRemovals) {
      await replaceHeldRemovals(tx, record, applied.heldRemovals);
    }
    await this.#buildFiles.change(tx, {
      entries: applied.buildFiles,
      removedRepositories: applied.removedBuildFiles,
    });
  }
}

/** Nothing that was sent has been seen in the catalog yet. */
function toConfirmation({ sent }: StagedRows): SyncConfirmation | undefined {
  return sent > 0
    ? { sent, confirmed: 0, pending: sent, failed: 0, superseded: 0 }
    : undefined;
}
