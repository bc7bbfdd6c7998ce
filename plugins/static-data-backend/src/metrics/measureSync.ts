import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

/** What there is to count of one sync. */
export interface SyncMeasurements {
  sync: { outcome: string; trigger: string };
  /** The phases that ran. */
  phases: Array<{ phase: string; seconds: number }>;
  /** The types of changes of which there were any. */
  changes: Array<{ change: string; count: number }>;
}

/** What there is to count of a sync; nothing of a dry run. */
export function measureSync(
  record: SyncHistoryRecord,
): SyncMeasurements | undefined {
  const { status, syncType, steps, stats, dryRun } = record;
  if (dryRun) {
    return undefined;
  }
  return {
    sync: { outcome: status.toLowerCase(), trigger: syncType.toLowerCase() },
    phases: steps.map(({ step, durationMs }) => ({
      phase: step.toLowerCase(),
      seconds: durationMs / 1000,
    })),
    changes: [
      { change: 'added', count: stats.entitiesAdded },
      { change: 'updated', count: stats.entitiesUpdated },
      { change: 'removed', count: stats.entitiesRemoved },
    ].filter(({ count }) => count > 0),
  };
}
