export {
  assessHealth,
  getUptimeWindowStart,
  type HealthInput,
} from './assessHealth';
export { createBuckets, type PeriodBuckets } from './buckets';
export {
  summarizeOutcomes,
  type OutcomeSummary,
  type SyncMeasurement,
  type SyncOutcome,
} from './summarizeOutcomes';
export { summarizeSyncs, type StatisticsInput } from './summarizeSyncs';
