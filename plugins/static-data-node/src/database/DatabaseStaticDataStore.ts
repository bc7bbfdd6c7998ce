import { DatabaseService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  BuildFileStore,
  CompletedSync,
  ConfigurationStore,
  ConfirmationStore,
  HeldRemovalStore,
  RefreshRequestStore,
  SnapshotStore,
  StaticDataStore,
  SyncChangeStore,
  SyncFindingStore,
  SyncHistoryStore,
  SyncLeaseStore,
  SyncLogStore,
  SyncStateStore,
} from '../store';
import { Outbox } from '../messages/Outbox';
import { DatabaseBuildFileStore } from './DatabaseBuildFileStore';
import { DatabaseConfigurationStore } from './DatabaseConfigurationStore';
import { DatabaseConfirmationStore } from './DatabaseConfirmationStore';
import { DatabaseHeldRemovalStore } from './DatabaseHeldRemovalStore';
import { DatabaseRefreshRequestStore } from './DatabaseRefreshRequestStore';
import { DatabaseSnapshotStore } from './DatabaseSnapshotStore';
import { DatabaseSyncChangeStore } from './DatabaseSyncChangeStore';
import { DatabaseSyncFindingStore } from './DatabaseSyncFindingStore';
import { DatabaseSyncHistoryStore } from './DatabaseSyncHistoryStore';
import { DatabaseSyncLeaseStore } from './DatabaseSyncLeaseStore';
import { DatabaseSyncLogStore } from './DatabaseSyncLogStore';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { discardAbandoned } from './discardAbandoned';
import { prepareDatabase } from './prepareDatabase';
import { asStoreOperations, runStoreOperation } from './StoreError';
import { SyncCompletion } from './SyncCompletion';
import { trimEntityVersions } from './trimEntityVersions';
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
  readonly changes: SyncChangeStore;
  readonly findings: SyncFindingStore;
  readonly logs: SyncLogStore;
  readonly heldRemovals: HeldRemovalStore;
  readonly confirmations: ConfirmationStore;
  readonly outbox: Outbox;

  readonly #knex: Knex;
  readonly #history: DatabaseSyncHistoryStore;
  readonly #state: DatabaseSyncStateStore;
  readonly #completion: SyncCompletion;

  private constructor(knex: Knex) {
    this.#knex = knex;
    this.#history = new DatabaseSyncHistoryStore(knex);
    this.#state = new DatabaseSyncStateStore(knex);
    this.#completion = new SyncCompletion(knex);

    this.history = asStoreOperations('history', this.#history);
    this.snapshot = asStoreOperations(
      'snapshot',
      new DatabaseSnapshotStore(knex),
    );
    this.buildFiles = asStoreOperations(
      'buildFiles',
      new DatabaseBuildFileStore(knex),
    );
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
    this.changes = asStoreOperations(
      'changes',
      new DatabaseSyncChangeStore(knex),
    );
    this.findings = asStoreOperations(
      'findings',
      new DatabaseSyncFindingStore(knex),
    );
    this.logs = asStoreOperations('logs', new DatabaseSyncLogStore(knex));
    this.heldRemovals = asStoreOperations(
      'heldRemovals',
      new DatabaseHeldRemovalStore(knex),
    );
    this.confirmations = asStoreOperations(
      'confirmations',
      new DatabaseConfirmationStore(knex),
    );
    this.outbox = asStoreOperations('outbox', new Outbox(knex));
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
    await runStoreOperation('complete', () => this.#completion.complete(sync));
  }

  /** {@inheritdoc StaticDataStore.trimHistory} */
  async trimHistory(options: {
    retentionDays: number;
    maxRecords: number;
  }): Promise<number> {
    const { retentionDays, maxRecords } = options;
    const before = new Date(
      Date.now() - retentionDays * MILLISECONDS_PER_DAY,
    ).toISOString();
    return runStoreOperation('trimHistory', async () => {
      const deleted = await trimSyncHistory(this.#knex, {
        before,
        maxRecords,
        keepIds: await this.#listNeededSyncs(),
      });
      await discardAbandoned(
        this.#knex,
        new Date(Date.now() - MILLISECONDS_PER_DAY),
      );
      await trimEntityVersions(this.#knex);
      await this.outbox.trim(before);
      return deleted;
    });
  }

  /** Ids of the syncs that must stay in the history however old they are. */
  async #listNeededSyncs(): Promise<string[]> {
    const { lastAppliedSyncId } = await this.#state.get();
    const latestIds = await this.#history.listLatestIds();
    return lastAppliedSyncId ? [...latestIds, lastAppliedSyncId] : latestIds;
  }
}
