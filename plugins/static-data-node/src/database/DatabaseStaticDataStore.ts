import { DatabaseService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { advanceSyncState } from './advanceSyncState';
import { DatabaseBuildFileStore } from './DatabaseBuildFileStore';
import { DatabaseConfigurationStore } from './DatabaseConfigurationStore';
import { DatabaseConfirmationStore } from './DatabaseConfirmationStore';
import { DatabaseHeldRemovalStore } from './DatabaseHeldRemovalStore';
import { DatabaseRefreshRequestStore } from './DatabaseRefreshRequestStore';
import { DatabaseSnapshotStore } from './DatabaseSnapshotStore';
import { DatabaseSyncFindingStore } from './DatabaseSyncFindingStore';
import { DatabaseSyncHistoryStore } from './DatabaseSyncHistoryStore';
import { DatabaseSyncLeaseStore } from './DatabaseSyncLeaseStore';
import { DatabaseSyncLogStore } from './DatabaseSyncLogStore';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { prepareDatabase } from './prepareDatabase';
import {
  BuildFileStore,
  CompletedSync,
  ConfigurationStore,
  ConfirmationStore,
  HeldRemovalStore,
  RefreshRequestStore,
  SnapshotStore,
  StaticDataStore,
  SyncFindingStore,
  SyncHistoryStore,
  SyncLeaseStore,
  SyncLogStore,
  SyncStateStore,
} from '../store';
import { asStoreOperations, runStoreOperation } from './StoreError';
import { trimSyncHistory } from './trimSyncHistory';

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/**
 * The store of the static-data plugin in a database: SQLite or PostgreSQL.
 *
 * @public
 */
export class DatabaseStaticDataStore implements StaticDataStore {
  readonly history: SyncHistoryStore;
  readonly snapshot: SnapshotStore;
  readonly buildFiles: BuildFileStore;
  readonly lease: SyncLeaseStore;
  readonly refreshRequests: RefreshRequestStore;
  readonly state: SyncStateStore;
  readonly configurations: ConfigurationStore;
  readonly findings: SyncFindingStore;
  readonly logs: SyncLogStore;
  readonly heldRemovals: HeldRemovalStore;
  readonly confirmations: ConfirmationStore;

  readonly #knex: Knex;
  readonly #history: DatabaseSyncHistoryStore;
  readonly #snapshot: DatabaseSnapshotStore;
  readonly #buildFiles: DatabaseBuildFileStore;
  readonly #state: DatabaseSyncStateStore;
  readonly #findings: DatabaseSyncFindingStore;
  readonly #logs: DatabaseSyncLogStore;

  private constructor(knex: Knex) {
    this.#knex = knex;
    this.#history = new DatabaseSyncHistoryStore(knex);
    this.#snapshot = new DatabaseSnapshotStore(knex);
    this.#buildFiles = new DatabaseBuildFileStore(knex);
    this.#state = new DatabaseSyncStateStore(knex);
    this.#findings = new DatabaseSyncFindingStore(knex);
    this.#logs = new DatabaseSyncLogStore(knex);

    this.history = asStoreOperations('history', this.#history);
    this.snapshot = asStoreOperations('snapshot', this.#snapshot);
    this.buildFiles = asStoreOperations('buildFiles', this.#buildFiles);
    this.state = asStoreOperations('state', this.#state);
    this.lease = asStoreOperations('lease', new DatabaseSyncLeaseStore(knex));
    this.refreshRequests = asStoreOperations(
      'refreshRequests',
      new DatabaseRefreshRequestStore(knex),
    );
    this.configurations = asStoreOperations(
      'configurations',
      new DatabaseConfigurationStore(knex),
    );
    this.findings = asStoreOperations('findings', this.#findings);
    this.logs = asStoreOperations('logs', this.#logs);
    this.heldRemovals = asStoreOperations(
      'heldRemovals',
      new DatabaseHeldRemovalStore(knex),
    );
    this.confirmations = asStoreOperations(
      'confirmations',
      new DatabaseConfirmationStore(knex),
    );
  }

  /**
   * Creates a store, and the tables that it needs unless migrations are switched off.
   */
  static async create(
    database: DatabaseService,
  ): Promise<DatabaseStaticDataStore> {
    const knex = await database.getClient();
    await runStoreOperation('create', () =>
      prepareDatabase(knex, database.migrations),
    );
    return new DatabaseStaticDataStore(knex);
  }

  /** {@inheritdoc StaticDataStore.complete} */
  async complete(sync: CompletedSync): Promise<void> {
    await runStoreOperation('complete', () =>
      this.#knex.transaction(async tx => {
        const isNew = await this.#history.insert(tx, sync.record);
        if (isNew) {
          await this.#advance(tx, sync);
        }
      }),
    );
  }

  /** {@inheritdoc StaticDataStore.trimHistory} */
  async trimHistory(options: {
    retentionDays: number;
    maxRecords: number;
  }): Promise<number> {
    const { retentionDays, maxRecords } = options;
    const before = Date.now() - retentionDays * MILLISECONDS_PER_DAY;
    return runStoreOperation('trimHistory', async () =>
      trimSyncHistory(this.#knex, {
        before: new Date(before).toISOString(),
        maxRecords,
        keepIds: await this.#listNeededSyncs(),
      }),
    );
  }

  async #advance(tx: Knex.Transaction, sync: CompletedSync): Promise<void> {
    const { state, keepsApplied } = advanceSyncState(
      await this.#state.getForUpdate(tx),
      sync,
    );
    await this.#state.set(tx, state);
    if (sync.applied && keepsApplied) {
      await this.#snapshot.change(tx, sync.applied.snapshot);
      await this.#buildFiles.change(tx, {
        entries: sync.applied.buildFiles,
        removedRepositories: sync.applied.removedBuildFiles,
      });
    }
  }

  /** Ids of the syncs that must stay in the history however old they are. */
  async #listNeededSyncs(): Promise<string[]> {
    const { lastAppliedSyncId } = await this.#state.get();
    const latestIds = await this.#history.listLatestIds();
    return lastAppliedSyncId ? [...latestIds, lastAppliedSyncId] : latestIds;
  }
}
