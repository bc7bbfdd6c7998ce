export * from './assessHealth';
export * from './buckets';
export * from './countChangedEntities';
export * from './summarizeSyncs';
