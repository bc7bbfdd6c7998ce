export {
  assessHealth,
  getUptimeWindowStart,
  type HealthInput,
} from './assessHealth';
export { createBuckets, type PeriodBuckets } from './buckets';
export { describeDuration } from './describeDuration';
export { summarizeOutcomes, type OutcomeSummary } from './summarizeOutcomes';
export { summarizeSyncs, type StatisticsInput } from './summarizeSyncs';
export type { SyncMeasurement, SyncOutcome } from './syncFacts';
