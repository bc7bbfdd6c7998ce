export type {
  ChangeToRecord,
  RemovalToHold,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
export * from './BuildFileStore';
export * from './CompletedSync';
export * from './ConfigurationStore';
export * from './ConfirmationStore';
export * from './HeldRemovalStore';
export * from './RefreshRequestStore';
export * from './SnapshotStore';
export * from './StaticDataStore';
export * from './SyncChangeStore';
export * from './SyncFindingStore';
export * from './SyncHistoryStore';
export * from './SyncLeaseStore';
export * from './SyncLogStore';
export * from './SyncStateStore';
