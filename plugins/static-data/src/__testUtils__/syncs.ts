import {
  EntityHistoryEntry,
  RecordedFinding,
  SyncChange,
  SyncError,
  SyncHistoryRecord,
  SyncKindStats,
  SyncStats,
} from '@internal/plugin-static-data-common';

export const COMMIT = '4f2a9c81d3e5b7a6c0918273645aabbccddeeff0';

function createKindStats(counts: Partial<SyncKindStats>): SyncKindStats {
  const { added = 0, updated = 0, unchanged = 0 } = counts;
  return {
    added,
    updated,
    removed: 0,
    unchanged,
    retained: 0,
    held: 0,
    total: added + updated + unchanged,
    ...counts,
  };
}

export function createStats(overrides: Partial<SyncStats> = {}): SyncStats {
  return {
    totalEntities: 62,
    entitiesAdded: 3,
    entitiesUpdated: 2,
    entitiesRemoved: 1,
    entitiesUnchanged: 57,
    entitiesRetained: 0,
    removalsHeld: 0,
    byType: {
      Component: createKindStats({ added: 2, updated: 1, unchanged: 17 }),
      API: createKindStats({ added: 1, updated: 1, removed: 1, unchanged: 14 }),
      System: createKindStats({ unchanged: 12 }),
      Group: createKindStats({ unchanged: 9 }),
      Domain: createKindStats({ unchanged: 5 }),
    },
    apiRelationships: {
      componentsWithApis: 18,
      totalProvidesApis: 22,
      totalConsumesApis: 45,
    },
    ...overrides,
  };
}

export function createSync(
  overrides: Partial<SyncHistoryRecord> = {},
): SyncHistoryRecord {
  return {
    id: '0193a000-0000-7000-8000-000000000001',
    source: 'default',
    number: 118,
    syncType: 'SCHEDULED',
    startTime: '2026-05-04T12:30:00.000Z',
    endTime: '2026-05-04T12:30:03.200Z',
    durationMs: 3200,
    status: 'SUCCESS',
    stats: createStats(),
    errorCount: 0,
    warningCount: 0,
    configSnapshot: {
      repository: 'acme/architecture',
      branch: 'main',
      scheduleFrequency: '*/30 * * * *',
      url: 'https://github.com/acme/architecture',
    },
    revision: COMMIT,
    phases: [
      { phase: 'FETCH', durationMs: 1800 },
      { phase: 'PARSE', durationMs: 600 },
      { phase: 'TRANSFORM', durationMs: 100 },
      { phase: 'DIFF', durationMs: 100 },
      { phase: 'CATALOG_APPLY', durationMs: 600 },
    ],
    dryRun: false,
    ...overrides,
  };
}

export function createError(overrides: Partial<SyncError> = {}): SyncError {
  return {
    phase: 'PARSE',
    code: 'SYNTAX',
    error: 'The file is not valid JSON',
    hint: 'Correct the file in the source repository.',
    file: 'data/applications.json',
    line: 17,
    ...overrides,
  };
}

export function createFinding(
  overrides: Partial<RecordedFinding> = {},
): RecordedFinding {
  return {
    severity: 'error',
    phase: 'PARSE',
    code: 'SYNTAX',
    message: 'The file is not valid JSON',
    hint: 'Correct the file in the source repository.',
    file: 'data/applications.json',
    line: 17,
    state: 'new',
    ...overrides,
  };
}

export function createChange(overrides: Partial<SyncChange> = {}): SyncChange {
  return {
    entityRef: 'component:default/checkout',
    kind: 'Component',
    change: 'added',
    sourceFile: 'data/applications.json',
    sourceLine: 12,
    confirmation: { status: 'confirmed' },
    ...overrides,
  };
}

/** An update of one field. */
export function createUpdate(overrides: Partial<SyncChange> = {}): SyncChange {
  return createChange({
    change: 'updated',
    differences: {
      fieldCount: 1,
      fields: [
        {
          path: '/spec/lifecycle',
          before: 'experimental',
          after: 'production',
        },
      ],
    },
    ...overrides,
  });
}

/** The same update, in the history of its entity. */
export function createEntityHistoryEntry(
  overrides: Partial<EntityHistoryEntry> = {},
): EntityHistoryEntry {
  const { id, source, number, startTime, syncType, revision } = createSync();
  const { configSnapshot, dryRun } = createSync();
  return {
    ...createUpdate(),
    syncId: id,
    source,
    number,
    startTime,
    syncType,
    revision,
    configSnapshot,
    dryRun,
    ...overrides,
  };
}
