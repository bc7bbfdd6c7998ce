import { Knex } from 'knex';
import { SyncState, SyncStateStore } from '../store';
import { toOptionalIsoString, toStorableRow } from './columns';
import { SYNC_STATE_TABLE, SyncStateRow } from './tables';

/** The state row, in a database. The migration that creates the table inserts it. */
export class DatabaseSyncStateStore implements SyncStateStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(): Promise<SyncState> {
    return toSyncState(
      await this.#knex<SyncStateRow>(SYNC_STATE_TABLE).first(),
    );
  }

  async getStoreId(): Promise<string> {
    const row = await this.#knex<SyncStateRow>(SYNC_STATE_TABLE).first(
      'store_id',
    );
    if (!row) {
      throw new Error(`The table ${SYNC_STATE_TABLE} has lost its row`);
    }
    return row.store_id;
  }

  async getHistoryVersion(): Promise<number> {
    const row = await this.#knex<SyncStateRow>(SYNC_STATE_TABLE).first(
      'history_version',
    );
    return Number(row?.history_version ?? 0);
  }

  /** Counts a change of the history in the transaction that makes it. */
  async countHistoryChange(tx: Knex.Transaction): Promise<void> {
    await tx<SyncStateRow>(SYNC_STATE_TABLE).increment('history_version');
  }

  /**
   * Reads the state in a transaction that goes on to change it, or what must not change
   * while a sync is recorded. An update that changes nothing: it locks the row on PostgreSQL, and
   * SQLite, which would not have a reader become a writer when another writer was faster.
   */
  async lock(tx: Knex.Transaction): Promise<SyncState> {
    const [row] = await tx<SyncStateRow>(SYNC_STATE_TABLE)
      .update({ id: 1 })
      .returning('*');
    return toSyncState(row);
  }

  /** Replaces the state in a transaction that adds a sync to the history, and counts that. */
  async advance(tx: Knex.Transaction, state: SyncState): Promise<void> {
    await tx<SyncStateRow>(SYNC_STATE_TABLE)
      .increment('history_version')
      .update(
        toStorableRow({
          last_applied_sync_id: state.lastAppliedSyncId ?? null,
          last_applied_at: state.lastAppliedAt ?? null,
          last_success_at: state.lastSuccessAt ?? null,
          last_full_apply_at: state.lastFullApplyAt ?? null,
          revision: state.revision ?? null,
          fingerprint: state.fingerprint ?? null,
        }),
      );
  }
}

function toSyncState(row: SyncStateRow | undefined): SyncState {
  if (!row) {
    return {};
  }
  return {
    lastAppliedSyncId: row.last_applied_sync_id ?? undefined,
    lastAppliedAt: toOptionalIsoString(row.last_applied_at),
    lastSuccessAt: toOptionalIsoString(row.last_success_at),
    lastFullApplyAt: toOptionalIsoString(row.last_full_apply_at),
    revision: row.revision ?? undefined,
    fingerprint: row.fingerprint ?? undefined,
  };
}
