export * from './assessHealth';
export * from './buckets';
export * from './summarizeOutcomes';
export * from './summarizeSyncs';
