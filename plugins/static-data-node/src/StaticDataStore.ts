import { DatabaseService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Knex } from 'knex';
import { SyncChangeStore } from './changes/SyncChangeStore';
import { CompletedSync } from './complete/CompletedSync';
import { completeSync } from './complete/completeSync';
import {
  listRecordedSources,
  trimAbandonedLogs,
  trimEntityVersions,
  trimSyncHistory,
} from './complete/trimHistory';
import { HistoryLimits } from './config/readStaticDataConfig';
import { ConfirmationStore } from './confirmation/ConfirmationStore';
import { prepareDatabase } from './database/prepareDatabase';
import { asStoreOperations, runStoreOperation } from './database/StoreError';
import { OwnerFindingStore } from './details/OwnerFindingStore';
import { SyncFindingStore } from './details/SyncFindingStore';
import { SyncLogStore } from './details/SyncLogStore';
import { UnreadableRows } from './database/UnreadableRows';
import { HeldRemovalStore } from './heldRemovals/HeldRemovalStore';
import { SyncHistoryStore } from './history/SyncHistoryStore';
import { Outbox } from './messages/Outbox';
import {
  PullRequestStore,
  trimPullRequests,
} from './pullRequests/PullRequestStore';
import { ActiveSourceStore } from './running/ActiveSourceStore';
import { ConfigurationStore } from './running/ConfigurationStore';
import { RefreshRequestStore } from './running/RefreshRequestStore';
import { SteeringStore, trimSteeringActs } from './running/SteeringStore';
import { SyncLeaseStore } from './running/SyncLeaseStore';
import { BuildFileStore } from './snapshot/BuildFileStore';
import { SnapshotStore } from './snapshot/SnapshotStore';
import { SyncStateStore } from './snapshot/SyncStateStore';
import { SourceList } from './sources/SourceList';

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/**
 * What is stored of one source. Every operation that fails throws a `StoreError`.
 *
 * @public
 */
export interface SourceStore {
  sourceId: string;
  history: SyncHistoryStore;
  changes: SyncChangeStore;
  findings: SyncFindingStore;
  ownerFindings: OwnerFindingStore;
  logs: SyncLogStore;
  confirmations: ConfirmationStore;
  snapshot: SnapshotStore;
  buildFiles: BuildFileStore;
  state: SyncStateStore;
  heldRemovals: HeldRemovalStore;
  pullRequests: PullRequestStore;
  lease: SyncLeaseStore;
  refreshRequests: RefreshRequestStore;
  /** To remove what the source has, once it has left the configuration. */
  releaseRequests: RefreshRequestStore;
  /** What people have done to its syncs. */
  steering: SteeringStore;
  configurations: ConfigurationStore;
  activeSources: ActiveSourceStore;
  /** What of all this could not be read. */
  unreadable: Pick<UnreadableRows, 'list'>;
  /**
   * Writes everything that a sync leaves behind in one transaction, idempotent by the record's id.
   * The versions of entities are written before it; they mean nothing until a change refers to them.
   * A record that was derived from the lease gives way to the real one. A record that comes late
   * does not replace the snapshot of a later sync.
   */
  complete(sync: CompletedSync): Promise<void>;
}

/**
 * The store of the static-data plugin: what is stored of all sources together. Every operation that fails
 * throws a `StoreError`.
 *
 * @public
 */
export interface StaticDataStore
  extends Pick<SourceStore, 'history' | 'changes' | 'findings' | 'logs'> {
  confirmations: Pick<ConfirmationStore, 'noteRefusal'>;
  snapshot: Pick<SnapshotStore, 'listOfKinds' | 'getEntities'>;
  heldRemovals: Pick<HeldRemovalStore, 'list' | 'approve'>;
  pullRequests: Pick<PullRequestStore, 'list'>;
  lease: Pick<SyncLeaseStore, 'find' | 'getRunning'>;
  refreshRequests: Pick<RefreshRequestStore, 'isQueued' | 'count'>;
  steering: Pick<SteeringStore, 'list'>;
  outbox: Outbox;
  sources: SourceList;
  /** What is stored of one source; there need not be anything yet. */
  ofSource(sourceId: string): SourceStore;
  /**
   * Deletes history older than a number of days, and the oldest beyond a number of records of each source,
   * in batches, as well as messages of that age. Never deletes of a source the latest record, the latest
   * one with status SUCCESS, the one that the snapshot stands for, or one that sent what the catalog does
   * not show.
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
  // Of whichever source a row is, its database is damaged.
  const ofAll = new UnreadableRows();
  const outbox = new Outbox(knex, ofAll);
  const sources = new SourceList(knex);
  const ofSources = new Map<string, SourceStore>();
  return {
    ...operationsOf({
      ...createStores(knex, undefined, ofAll),
      outbox,
      sources,
    }),
    ofSource(sourceId) {
      const existing = ofSources.get(sourceId);
      const store =
        existing ?? createSourceStore(knex, sourceId, { outbox, ofAll });
      ofSources.set(sourceId, store);
      return store;
    },
    trimHistory: ({ dryRuns, recipients = [], ...limits }) =>
      runStoreOperation('trimHistory', async () => {
        const now = Date.now();
        const daysAgo = (days: number) =>
          new Date(now - days * MILLISECONDS_PER_DAY);
        let deleted = 0;
        for (const sourceId of await listRecordedSources(knex)) {
          for (const dryRun of [false, true]) {
            const { retentionDays, maxRecords } = (dryRun && dryRuns) || limits;
            deleted += await trimSyncHistory(knex, {
              sourceId,
              dryRun,
              before: daysAgo(retentionDays).toISOString(),
              maxRecords,
            });
          }
        }
        await trimAbandonedLogs(knex, daysAgo(1));
        await trimEntityVersions(knex);
        const before = daysAgo(limits.retentionDays).toISOString();
        await trimSteeringActs(knex, before);
        await outbox.trim(before, recipients);
        await trimPullRequests(knex, before);
        // Some of them may be deleted; the others are found when they are read again.
        ofAll.clear();
        return deleted;
      }),
  };
}

function createSourceStore(
  knex: Knex,
  sourceId: string,
  { outbox, ofAll }: { outbox: Outbox; ofAll: UnreadableRows },
): SourceStore {
  const unreadable = new UnreadableRows();
  return {
    sourceId,
    ...operationsOf({
      ...createStores(knex, sourceId, unreadable),
      buildFiles: new BuildFileStore(knex, sourceId, unreadable),
      state: new SyncStateStore(knex, sourceId, unreadable),
      configurations: new ConfigurationStore(knex, sourceId, unreadable),
      activeSources: new ActiveSourceStore(knex, sourceId),
      ownerFindings: new OwnerFindingStore(knex, sourceId, unreadable),
      releaseRequests: new RefreshRequestStore(
        knex,
        sourceId,
        true,
        unreadable,
      ),
    }),
    unreadable: {
      list: () => [...new Set([...unreadable.list(), ...ofAll.list()])],
    },
    complete: sync =>
      runStoreOperation('complete', () =>
        completeSync(knex, sourceId, sync, (tx, syncId) =>
          outbox.noteSync(tx, syncId),
        ),
      ),
  };
}

/** The stores that there are of one source and of all. */
function createStores(
  knex: Knex,
  sourceId: string | undefined,
  unreadable: UnreadableRows,
) {
  return {
    history: new SyncHistoryStore(knex, sourceId, unreadable),
    changes: new SyncChangeStore(knex, unreadable),
    findings: new SyncFindingStore(knex, unreadable),
    logs: new SyncLogStore(knex, unreadable),
    confirmations: new ConfirmationStore(knex, sourceId, unreadable),
    snapshot: new SnapshotStore(knex, sourceId, unreadable),
    heldRemovals: new HeldRemovalStore(knex, sourceId, unreadable),
    pullRequests: new PullRequestStore(knex, sourceId, unreadable),
    lease: new SyncLeaseStore(knex, sourceId, unreadable),
    refreshRequests: new RefreshRequestStore(knex, sourceId, false, unreadable),
    steering: new SteeringStore(knex, sourceId, unreadable),
  };
}

function operationsOf<Stores extends Record<string, object>>(
  stores: Stores,
): Stores {
  return Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [
      name,
      asStoreOperations(name, store),
    ]),
  ) as Stores;
}
