import {
  DEFAULT_SOURCE_ID,
  NetChange,
  RecordedFinding,
  SYNC_PHASES,
  SyncHistoryRecord,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { createRandom } from '../source/random';
import { toSyncId } from './createSyncRows';

/** A record with the numbers of a source of 10,000 entities; id and times are to be replaced. */
export function createRecord(outcome: {
  status: SyncStatus;
  findings: RecordedFinding[];
}): SyncHistoryRecord {
  const { status, findings } = outcome;
  const counts = { updated: 4, removed: 1, retained: 0, held: 0 };
  const random = createRandom(status.length);
  return {
    id: toSyncId(0, random),
    source: DEFAULT_SOURCE_ID,
    number: 1,
    syncType: 'SCHEDULED',
    startTime: new Date(0).toISOString(),
    endTime: new Date(0).toISOString(),
    durationMs: 0,
    status,
    stats: {
      totalEntities: 10_000,
      entitiesAdded: 10,
      entitiesUpdated: 20,
      entitiesRemoved: 5,
      entitiesUnchanged: 9_965,
      entitiesRetained: 0,
      removalsHeld: 0,
      byType: Object.fromEntries(
        ['API', 'Component', 'Group', 'System', 'Domain'].map(kind => [
          kind,
          { ...counts, added: 2, unchanged: 1_993, total: 2_000 },
        ]),
      ),
      apiRelationships: {
        componentsWithApis: 1_900,
        totalProvidesApis: 2_400,
        totalConsumesApis: 5_100,
      },
    },
    errors:
      findings.length === 0
        ? undefined
        : findings.map(({ phase, code, message, hint, file }) => ({
            phase,
            code,
            error: message,
            hint,
            file,
          })),
    errorCount: findings.length,
    warningCount: 0,
    configSnapshot: {
      repository: 'acme/architecture',
      branch: 'main',
      scheduleFrequency: '*/30 * * * *',
      url: 'https://github.com/acme/architecture/tree/main',
    },
    phases: SYNC_PHASES.map(phase => ({ phase, durationMs: 300 })),
    dryRun: false,
  };
}

/** An error that a sync before had as well. */
export function createFinding(
  code: RecordedFinding['code'],
  message: string,
): RecordedFinding {
  return {
    severity: 'error',
    phase: 'PARSE',
    state: 'known',
    owner: 'group:default/payments',
    code,
    message,
    hint: 'Correct the file that is named, and see whether the next sync reads it.',
    file: 'contracts/orders/v1.yaml',
  };
}

/** A change of an entity whose name says what it is. */
export function createChange(
  kind: string,
  change: NetChange['change'],
): ChangeToRecord {
  const name = `entity-${change}`;
  const entityRef = `${kind}:default/${name}`.toLowerCase();
  const version = {
    hash: `${kind} ${change}`,
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: { name },
      spec: { type: 'service', lifecycle: 'production', owner: 'payments' },
    },
  };
  return {
    entityRef,
    kind,
    change,
    sourceFile: 'data/applications.json',
    sourceLine: 7,
    ...(change === 'added' ? {} : { previousHash: 'before' }),
    ...(change === 'removed' ? {} : { version }),
    ...(change === 'updated'
      ? {
          differences: {
            fields: [
              {
                path: '/spec/lifecycle',
                before: 'experimental',
                after: 'production',
              },
            ],
            fieldCount: 1,
          },
        }
      : {}),
  };
}
