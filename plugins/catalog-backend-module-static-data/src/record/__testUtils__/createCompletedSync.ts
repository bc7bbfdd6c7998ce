import {
  DEFAULT_SOURCE_ID,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { CompletedSync } from '@internal/plugin-static-data-node';
import { v7 as uuid } from 'uuid';

/** A sync that added one component. */
export function createCompletedSync(
  record: Partial<SyncHistoryRecord> = {},
): CompletedSync {
  const counts = {
    added: 1,
    updated: 0,
    removed: 0,
    unchanged: 0,
    retained: 0,
    held: 0,
    total: 1,
  };
  return {
    record: {
      id: uuid(),
      source: DEFAULT_SOURCE_ID,
      number: 1,
      syncType: 'SCHEDULED',
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: '2026-01-01T00:00:01.000Z',
      durationMs: 1000,
      status: 'SUCCESS',
      stats: {
        totalEntities: 1,
        entitiesAdded: 1,
        entitiesUpdated: 0,
        entitiesRemoved: 0,
        entitiesUnchanged: 0,
        entitiesRetained: 0,
        removalsHeld: 0,
        byType: { Component: counts },
        apiRelationships: {
          componentsWithApis: 0,
          totalProvidesApis: 0,
          totalConsumesApis: 0,
        },
      },
      errorCount: 0,
      warningCount: 1,
      warnings: ['Application cart has no owner'],
      configSnapshot: { repository: 'acme/architecture', branch: 'main' },
      revision: 'abc123',
      phases: [{ phase: 'FETCH', durationMs: 12 }],
      dryRun: false,
      ...record,
    },
    changes: [
      {
        entityRef: 'component:default/cart',
        kind: 'Component',
        change: 'added',
        sourceFile: 'data/applications.json',
        sourceLine: 3,
        version: {
          hash: 'f00d',
          entity: {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: {
              name: 'cart',
              description: 'Line\nbreaks and "quotes"',
            },
          },
        },
      },
    ],
    adopted: [
      {
        entityRef: 'component:default/till',
        kind: 'Component',
        hash: 'cafe',
        sourceFile: 'data/applications.json',
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'till' },
        },
      },
    ],
    findings: [
      {
        state: 'new',
        severity: 'warning',
        phase: 'TRANSFORM',
        code: 'MISSING_OWNER',
        message: 'Application cart has no owner',
        hint: 'Add one.',
      },
    ],
    logs: [
      {
        time: '2026-01-01T00:00:00.100Z',
        level: 'info',
        phase: 'FETCH',
        message: 'Read 3 files',
      },
    ],
    applied: {
      heldRemovals: [],
      buildFiles: [],
      removedBuildFiles: [],
      state: { revision: 'abc123', fingerprint: 'print', fullApply: true },
    },
  };
}
