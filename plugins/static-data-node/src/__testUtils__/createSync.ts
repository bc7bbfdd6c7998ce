import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { CompletedSync } from '../complete/CompletedSync';
import { createRecord } from './createRecord';

type Applied = NonNullable<CompletedSync['applied']>;

/** A sync that applied nothing and had nothing to say. */
export function createSync(
  record: Partial<SyncHistoryRecord> = {},
  overrides: Partial<Omit<CompletedSync, 'record'>> = {},
): CompletedSync {
  return {
    record: createRecord(record),
    changes: [],
    findings: [],
    logs: [],
    ...overrides,
  };
}

/** A sync that sent its changes to the catalog. */
export function createAppliedSync(
  record: Partial<SyncHistoryRecord> = {},
  changes: ChangeToRecord[] = [],
  applied: Partial<Applied> = {},
): CompletedSync {
  return createSync(record, {
    changes,
    applied: {
      buildFiles: [],
      removedBuildFiles: [],
      state: { revision: 'r1', fingerprint: 'f1', fullApply: false },
      ...applied,
    },
  });
}

/** A component that is new, with whatever a test wants to be different. */
export function createChange(
  name: string,
  overrides: Partial<ChangeToRecord> = {},
): ChangeToRecord {
  return {
    entityRef: `component:default/${name}`,
    kind: 'Component',
    change: 'added',
    sourceFile: 'data/applications.json',
    version: createVersion(name),
    ...overrides,
  };
}

/** A component that was changed from one version to another. */
export function createUpdate(
  name: string,
  from: number,
  to: number,
  overrides: Partial<ChangeToRecord> = {},
): ChangeToRecord {
  return createChange(name, {
    change: 'updated',
    previousHash: createVersion(name, from).hash,
    version: createVersion(name, to),
    differences: {
      fields: [{ path: '/metadata/title', before: from, after: to }],
      fieldCount: 1,
    },
    ...overrides,
  });
}

/** A component that is gone. */
export function createRemoval(name: string, version = 1): ChangeToRecord {
  return createChange(name, {
    change: 'removed',
    previousHash: createVersion(name, version).hash,
    version: undefined,
  });
}

export function createVersion(name: string, version = 1) {
  return {
    hash: `${name}-${version}`,
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name, title: `Version ${version}` },
    },
  };
}
