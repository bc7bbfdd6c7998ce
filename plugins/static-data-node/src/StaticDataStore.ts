import { DatabaseService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { SyncChangeStore } from './changes/SyncChangeStore';
import { CompletedSync } from './complete/CompletedSync';
import { completeSync } from './complete/completeSync';
import {
  trimAbandonedLogs,
  trimEntityVersions,
  trimSyncHistory,
} from './complete/trimHistory';
import { HistoryLimits } from './config/readStaticDataConfig';
import { ConfirmationStore } from './confirmation/ConfirmationStore';
import { prepareDatabase } from './database/prepareDatabase';
import { asStoreOperations, runStoreOperation } from './database/StoreError';
import { SyncFindingStore } from './details/SyncFindingStore';
import { SyncLogStore } from './details/SyncLogStore';
import { UnreadableRows } from './database/UnreadableRows';
import { HeldRemovalStore } from './heldRemovals/HeldRemovalStore';
import { SyncHistoryStore } from './history/SyncHistoryStore';
import { Outbox } from './messages/Outbox';
import { ActiveSourceStore } from './running/ActiveSourceStore';
import { ConfigurationStore } from './running/ConfigurationStore';
import { RefreshRequestStore } from './running/RefreshRequestStore';
import { SyncLeaseStore } from './running/SyncLeaseStore';
import { BuildFileStore } from './snapshot/BuildFileStore';
import { SnapshotStore } from './snapshot/SnapshotStore';
import { SyncStateStore } from './snapshot/SyncStateStore';

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/**
 * The store of the static-data plugin. Every operation that fails throws a `StoreError`.
 *
 * @public
 */
export interface StaticDataStore {
  history: SyncHistoryStore;
  changes: SyncChangeStore;
  findings: SyncFindingStore;
  logs: SyncLogStore;
  confirmations: ConfirmationStore;
  snapshot: SnapshotStore;
  buildFiles: BuildFileStore;
  state: SyncStateStore;
  heldRemovals: HeldRemovalStore;
  lease: SyncLeaseStore;
  refreshRequests: RefreshRequestStore;
  configurations: ConfigurationStore;
  activeSources: ActiveSourceStore;
  outbox: Outbox;
  /** What of all this could not be read. */
  unreadable: Pick<UnreadableRows, 'list'>;
  /**
   * Writes everything that a sync leaves behind in one transaction, idempotent by the record's id.
   * The versions of entities are written before it; they mean nothing until a change refers to them.
   * A record that was derived from the lease gives way to the real one. A record that comes late
   * does not replace the snapshot of a later sync.
   */
  complete(sync: CompletedSync): Promise<void>;
  /**
   * Deletes history older than a number of days, and the oldest beyond a number of records, in
   * batches, as well as messages of that age. Never deletes the latest record, the latest one with
   * status SUCCESS, the one that the snapshot stands for, or one that sent what the catalog does not
   * show.
   *
   * @returns number of records deleted
   */
  trimHistory(
    options: HistoryLimits & {
      /** The same as for all others by default. */
      dryRuns?: HistoryLimits;
      /** Recipients of messages in the configuration; none by default. */
      recipients?: string[];
    },
  ): Promise<number>;
}

/**
 * Creates a store in a database, SQLite or PostgreSQL, and the tables that it needs unless
 * migrations are switched off.
 *
 * @throws Error if the database cannot be prepared, for example because a newer version has
 * migrated it
 * @public
 */
export async function createStaticDataStore(
  database: DatabaseService,
): Promise<StaticDataStore> {
  const knex = await database.getClient();
  try {
    await prepareDatabase(knex, database.migrations);
  } catch (error) {
    // Contains no values of users and reaches no client, so operators may read the whole reason.
    const reason = isError(error) ? error.message : String(error);
    throw new Error(`The sync store cannot use its database. ${reason}`, {
      cause: error,
    });
  }
  const unreadable = new UnreadableRows();
  const stores = {
    history: new SyncHistoryStore(knex, unreadable),
    changes: new SyncChangeStore(knex, unreadable),
    findings: new SyncFindingStore(knex),
    logs: new SyncLogStore(knex),
    confirmations: new ConfirmationStore(knex),
    snapshot: new SnapshotStore(knex, unreadable),
    buildFiles: new BuildFileStore(knex, unreadable),
    state: new SyncStateStore(knex, unreadable),
    heldRemovals: new HeldRemovalStore(knex, unreadable),
    lease: new SyncLeaseStore(knex),
    refreshRequests: new RefreshRequestStore(knex),
    configurations: new ConfigurationStore(knex, unreadable),
    activeSources: new ActiveSourceStore(knex),
    outbox: new Outbox(knex),
  };
  const operations = Object.entries(stores).map(([name, store]) => [
    name,
    asStoreOperations(name, store),
  ]);
  return {
    ...(Object.fromEntries(operations) as typeof stores),
    unreadable,
    complete: sync =>
      runStoreOperation('complete', () =>
        completeSync(knex, sync, (tx, syncId) =>
          stores.outbox.noteSync(tx, syncId),
        ),
      ),
    trimHistory: ({ dryRuns, recipients = [], ...limits }) =>
      runStoreOperation('trimHistory', async () => {
        const now = Date.now();
        const daysAgo = (days: number) =>
          new Date(now - days * MILLISECONDS_PER_DAY);
        let deleted = 0;
        for (const dryRun of [false, true]) {
          const { retentionDays, maxRecords } = (dryRun && dryRuns) || limits;
          deleted += await trimSyncHistory(knex, {
            dryRun,
            before: daysAgo(retentionDays).toISOString(),
            maxRecords,
          });
        }
        await trimAbandonedLogs(knex, daysAgo(1));
        await trimEntityVersions(knex);
        const before = daysAgo(limits.retentionDays).toISOString();
        await stores.outbox.trim(before, recipients);
        return deleted;
      }),
  };
}
