import {
  DEFAULT_SOURCE_ID,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { v7 as uuid } from 'uuid';

let records = 0;

/** A plain successful sync, with whatever a test wants to be different. */
export function createRecord(
  overrides: Partial<SyncHistoryRecord> = {},
): SyncHistoryRecord {
  records += 1;
  return {
    id: uuid(),
    source: DEFAULT_SOURCE_ID,
    number: records,
    syncType: 'SCHEDULED',
    startTime: '2026-03-01T10:00:00.000Z',
    endTime: '2026-03-01T10:00:01.500Z',
    durationMs: 1500,
    status: 'SUCCESS',
    stats: {
      totalEntities: 12,
      entitiesAdded: 2,
      entitiesUpdated: 1,
      entitiesRemoved: 0,
      entitiesUnchanged: 9,
      entitiesRetained: 0,
      removalsHeld: 0,
      byType: {
        Component: {
          added: 2,
          updated: 1,
          removed: 0,
          unchanged: 9,
          retained: 0,
          held: 0,
          total: 12,
        },
      },
      apiRelationships: {
        componentsWithApis: 3,
        totalProvidesApis: 2,
        totalConsumesApis: 4,
      },
    },
    errorCount: 0,
    warningCount: 0,
    configSnapshot: { repository: 'acme/architecture', branch: 'main' },
    phases: [{ phase: 'FETCH', durationMs: 700 }],
    dryRun: false,
    ...overrides,
  };
}
