import { Outbox } from '../messages/Outbox';
import { BuildFileStore } from './BuildFileStore';
import { CompletedSync } from './CompletedSync';
import { ConfigurationStore } from './ConfigurationStore';
import { ConfirmationStore } from './ConfirmationStore';
import { HeldRemovalStore } from './HeldRemovalStore';
import { RefreshRequestStore } from './RefreshRequestStore';
import { SnapshotStore } from './SnapshotStore';
import { SyncChangeStore } from './SyncChangeStore';
import { SyncFindingStore } from './SyncFindingStore';
import { SyncHistoryStore } from './SyncHistoryStore';
import { SyncLeaseStore } from './SyncLeaseStore';
import { SyncLogStore } from './SyncLogStore';
import { SyncStateStore } from './SyncStateStore';

/**
 * The store of the static-data plugin.
 *
 * @public
 */
export interface StaticDataStore {
  history: SyncHistoryStore;
  snapshot: SnapshotStore;
  buildFiles: BuildFileStore;
  lease: SyncLeaseStore;
  refreshRequests: RefreshRequestStore;
  state: SyncStateStore;
  configurations: ConfigurationStore;
  changes: SyncChangeStore;
  findings: SyncFindingStore;
  logs: SyncLogStore;
  heldRemovals: HeldRemovalStore;
  confirmations: ConfirmationStore;
  outbox: Outbox;
  /**
   * Writes everything that a sync leaves behind, idempotent by the record's id. What only shows
   * together with the record is written ahead of it in small transactions, so that SQLite does
   * not hold the process for long; the record, the snapshot, the held removals, the build
   * files and the state row follow in one.
   */
  complete(sync: CompletedSync): Promise<void>;
  /**
   * Deletes history older than a number of days, and the oldest beyond a number of records,
   * in batches, and messages to webhooks of that age. Never deletes the latest record, the latest one with status SUCCESS, or the
   * one that the snapshot stands for.
   *
   * @returns number of records deleted
   */
  trimHistory(options: {
    retentionDays: number;
    maxRecords: number;
  }): Promise<number>;
}
