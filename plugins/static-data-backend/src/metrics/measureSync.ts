import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

/**
 * What is counted of a sync: the phases that ran, and the types of changes of which there were
 * any. Undefined for a dry run, which is not counted.
 */
export function measureSync(record: SyncHistoryRecord) {
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
