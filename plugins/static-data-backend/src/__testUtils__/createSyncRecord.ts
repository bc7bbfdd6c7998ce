import { randomUUID } from 'node:crypto';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

let records = 0;

/** A record of a sync of two seconds, with 62 entities of which one is new. */
export function createSyncRecord(
  record: Partial<SyncHistoryRecord> & { startTime: string },
): SyncHistoryRecord {
  records += 1;
  const durationMs = record.durationMs ?? 2000;
  return {
    id: randomUUID(),
    source: 'default',
    number: records,
    syncType: 'SCHEDULED',
    endTime: new Date(Date.parse(record.startTime) + durationMs).toISOString(),
    durationMs,
    status: 'SUCCESS',
    stats: {
      totalEntities: 62,
      entitiesAdded: 1,
      entitiesUpdated: 0,
      entitiesRemoved: 0,
      entitiesUnchanged: 61,
      entitiesRetained: 0,
      removalsHeld: 0,
      byType: {
        Component: {
          added: 1,
          updated: 0,
          removed: 0,
          unchanged: 61,
          retained: 0,
          held: 0,
          total: 62,
        },
      },
      apiRelationships: {
        componentsWithApis: 2,
        totalProvidesApis: 3,
        totalConsumesApis: 4,
      },
    },
    errorCount: 0,
    warningCount: 0,
    configSnapshot: { repository: 'data', branch: '-' },
    revision: 'abc123',
    phases: [{ phase: 'FETCH', durationMs: 1500 }],
    dryRun: false,
    ...record,
  };
}
