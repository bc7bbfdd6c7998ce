/**
 * The sync store and the configuration of the static-data plugin, shared by the
 * catalog module that writes and the backend plugin that reads.
 *
 * @packageDocumentation
 */

export * from './config';
export { BRANCHES_PATH } from './branches';
export { scheduleTask } from './scheduleTask';
export { toSafeLogger, type RedactText } from './toSafeLogger';
export type { UnreadableRows } from './database/UnreadableRows';
export { StoreError, toDatabaseReason } from './database/StoreError';
export { openStaticDataDatabase } from './database/openStaticDataDatabase';
export {
  OwnerFindingStore,
  type OwnerFindingChanges,
  type OwnerFindingTotal,
} from './details/OwnerFindingStore';
export {
  SyncFindingStore,
  type SyncFindingQuery,
} from './details/SyncFindingStore';
export { SyncLogStore, type SyncLogQuery } from './details/SyncLogStore';
export type { SyncPosition } from './history/filterSyncHistory';
export * from './history/SyncHistoryStore';
export type {
  EntitySpan,
  EntitySpanFilters,
  EntitySpanQuery,
} from './changes/listEntitySpans';
export type { StateQuery } from './changes/listStateEntities';
export * from './changes/SyncChangeStore';
export { ARRIVAL_PROBLEMS, type ArrivalProblem } from './changes/syncChangeRow';
export * from './confirmation/ConfirmationStore';
export { HeldRemovalStore } from './heldRemovals/HeldRemovalStore';
export {
  PullRequestStore,
  type ClaimedPullRequest,
  type ConsumedApi,
  type NotedPullRequest,
  type PullRequestOutcome,
} from './pullRequests/PullRequestStore';
export { BuildFileStore, type BuildFileEntry } from './snapshot/BuildFileStore';
export { SnapshotStore, type SnapshotQuery } from './snapshot/SnapshotStore';
export { SyncStateStore, type SyncState } from './snapshot/SyncStateStore';
export { ActiveSourceStore } from './running/ActiveSourceStore';
export { ConfigurationStore } from './running/ConfigurationStore';
export * from './running/readSteering';
export * from './running/RefreshRequestStore';
export {
  SteeringStore,
  type StoredSteering,
  type RequestedSync,
  type SteeringActQuery,
  type SteeringActToStore,
} from './running/SteeringStore';
export {
  SyncLeaseStore,
  type ExpiredLease,
  type LeaseRequest,
} from './running/SyncLeaseStore';
export * from './messages/Outbox';
export type { AdoptedEntity, CompletedSync } from './complete/CompletedSync';
export { SourceList, type KnownSource } from './sources/SourceList';
export {
  createStaticDataStore,
  type SourceStore,
  type StaticDataStore,
} from './StaticDataStore';
export { staticDataStoreServiceRef } from './service';
