import { DatabaseService } from '@backstage/backend-plugin-api';
import {
  BuildFileStore,
  CompletedSync,
  ConfigurationStore,
  RefreshRequestStore,
  SnapshotStore,
  StaticDataStore,
  SyncHistoryStore,
  SyncLeaseStore,
  SyncStateStore,
} from './StaticDataStore';

/**
 * The store of the static-data plugin in a database: SQLite or PostgreSQL.
 *
 * @public
 */
export class DatabaseStaticDataStore implements StaticDataStore {
  readonly history!: SyncHistoryStore;
  readonly snapshot!: SnapshotStore;
  readonly buildFiles!: BuildFileStore;
  readonly lease!: SyncLeaseStore;
  readonly refreshRequests!: RefreshRequestStore;
  readonly state!: SyncStateStore;
  readonly configurations!: ConfigurationStore;

  private constructor() {}

  /**
   * Creates a store, and the tables that it needs unless migrations are switched off.
   */
  static async create(
    database: Pick<DatabaseService, 'getClient' | 'migrations'>,
  ): Promise<DatabaseStaticDataStore> {
    await database.getClient();
    return new DatabaseStaticDataStore();
  }

  /** {@inheritdoc StaticDataStore.complete} */
  async complete(_sync: CompletedSync): Promise<void> {
    throw new Error('The store is not there yet');
  }

  /** {@inheritdoc StaticDataStore.trimHistory} */
  async trimHistory(_options: {
    retentionDays: number;
    maxRecords: number;
  }): Promise<number> {
    throw new Error('The store is not there yet');
  }
}
