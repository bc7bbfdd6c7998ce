export * from './assessHealth';
export * from './buckets';
export * from './combineHealth';
export * from './countChangedEntities';
export * from './pageLinks';
export * from './repositoryPages';
export * from './summarizeSyncs';
export * from './toSyncResult';
