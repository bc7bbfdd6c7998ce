export * from './useHeldRemovals';
export * from './useManualRefresh';
export * from './useStatisticsPeriod';
export * from './useSyncHistory';
export * from './useSyncSettings';
