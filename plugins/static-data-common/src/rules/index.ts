export * from './assessHealth';
export * from './buckets';
export * from './summarizeSyncs';
