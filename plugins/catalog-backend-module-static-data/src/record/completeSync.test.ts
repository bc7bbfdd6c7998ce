import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  HashedEntity,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { createCompletedSync } from './__testUtils__/createCompletedSync';
import {
  completeUnappliedSync,
  completeSync,
  RecordFrame,
  SyncOutcome,
} from './completeSync';

const FRAME = {
  trigger: {
    syncId: '01900000-0000-7000-8000-000000000000',
    syncType: 'MANUAL' as const,
    triggeredBy: 'user:default/ann',
    dryRun: false,
  },
  source: 'default',
  number: 118,
  startTime: '2026-01-01T00:00:00.000Z',
  endTime: '2026-01-01T00:00:03.250Z',
  configSnapshot: {
    repository: 'acme/architecture',
    branch: 'main',
    scheduleFrequency: '*/30 * * * *',
  },
  phases: [{ phase: 'FETCH' as const, durationMs: 12 }],
};

const API_RELATIONSHIPS = {
  componentsWithApis: 1,
  totalProvidesApis: 2,
  totalConsumesApis: 3,
};

const BASELINE = {
  state: {},
  unappliedSince: [],
  entityCounts: new Map([
    ['Component', 1],
    ['API', 1],
  ]),
  apiRelationships: API_RELATIONSHIPS,
  appliedFindings: [],
  openFindings: [],
};

async function buildRecord(frame: RecordFrame, outcome: SyncOutcome) {
  return (await completeSync(frame, outcome, BASELINE)).record;
}

function entry(entityRef: string, kind: string): SnapshotEntry {
  return { entityRef, kind, hash: 'hash', sourceFile: 'file.json' };
}

function hashed(name: string, kind: string): HashedEntity {
  return {
    entity: { apiVersion: 'v1', kind, metadata: { name } },
    entityRef: `${kind.toLowerCase()}:default/${name}`,
    hash: 'hash',
    sourceFile: 'file.json',
  };
}

function finding(overrides: Partial<SyncFinding> = {}): SyncFinding {
  return {
    severity: 'error',
    phase: 'PARSE',
    code: 'SYNTAX',
    message: 'Broken',
    hint: 'Mend it.',
    ...overrides,
  };
}

function compared(overrides: Partial<SyncOutcome> = {}): SyncOutcome {
  const gone = entry('component:default/gone', 'Component');
  return {
    revision: 'abc123',
    comparison: {
      diff: {
        added: [hashed('new', 'Component'), hashed('new', 'API')],
        updated: [{ ...hashed('other', 'Component'), previousHash: 'before' }],
        unchanged: [entry('component:default/same', 'Component')],
        removed: [gone],
        retained: [entry('group:default/kept', 'Group')],
      },
      verdict: { allowed: [gone], held: [], reasons: [] },
      apiRelationships: API_RELATIONSHIPS,
    },
    findings: [],
    changes: [],
    repositories: [],
    ...overrides,
  };
}

describe('the record of completeSync', () => {
  it('counts what changed, in total and by kind', async () => {
    expect(await buildRecord(FRAME, compared())).toEqual({
      id: FRAME.trigger.syncId,
      source: 'default',
      number: 118,
      syncType: 'MANUAL',
      triggeredBy: 'user:default/ann',
      startTime: FRAME.startTime,
      endTime: FRAME.endTime,
      durationMs: 3250,
      status: 'SUCCESS',
      configSnapshot: FRAME.configSnapshot,
      phases: FRAME.phases,
      dryRun: false,
      revision: 'abc123',
      errorCount: 0,
      warningCount: 0,
      stats: {
        totalEntities: 5,
        entitiesAdded: 2,
        entitiesUpdated: 1,
        entitiesRemoved: 1,
        entitiesUnchanged: 2,
        entitiesRetained: 1,
        removalsHeld: 0,
        byType: {
          Component: {
            added: 1,
            updated: 1,
            removed: 1,
            unchanged: 1,
            retained: 0,
            held: 0,
            total: 3,
          },
          API: {
            added: 1,
            updated: 0,
            removed: 0,
            unchanged: 0,
            retained: 0,
            held: 0,
            total: 1,
          },
          Group: {
            added: 0,
            updated: 0,
            removed: 0,
            unchanged: 1,
            retained: 1,
            held: 0,
            total: 1,
          },
        },
        apiRelationships: API_RELATIONSHIPS,
      },
    });
  });

  it('is a partial success with errors, and a success with warnings alone', async () => {
    const warning = finding({ severity: 'warning' });
    expect(
      (await buildRecord(FRAME, compared({ findings: [finding(), warning] })))
        .status,
    ).toBe('PARTIAL_SUCCESS');
    expect(
      (await buildRecord(FRAME, compared({ findings: [warning] }))).status,
    ).toBe('SUCCESS');
  });

  it('is a partial success while removals are held, which stay in the total', async () => {
    const held = {
      ...entry('component:default/gone', 'Component'),
      reason: 'too many',
    };
    const outcome = compared();
    const record = await buildRecord(FRAME, {
      ...outcome,
      comparison: {
        ...outcome.comparison!,
        verdict: { allowed: [], held: [held], reasons: ['too many'] },
      },
    });
    expect(record.status).toBe('PARTIAL_SUCCESS');
    expect(record.stats).toMatchObject({
      totalEntities: 6,
      entitiesRemoved: 0,
      removalsHeld: 1,
      byType: { Component: { unchanged: 2, held: 1, total: 4 } },
    });
  });

  it('keeps where and why of errors, and says warnings as sentences', async () => {
    const record = await buildRecord(
      FRAME,
      compared({
        findings: [
          finding({
            file: 'a.json',
            line: 7,
            entity: 'component:default/a',
          }),
          finding({ severity: 'warning', message: 'Odd', file: 'b.json' }),
          finding({
            severity: 'warning',
            message: 'Odd',
            file: 'b.json',
            line: 3,
          }),
          finding({ severity: 'warning', message: 'Vague' }),
        ],
      }),
    );
    expect(record.errors).toEqual([
      {
        phase: 'PARSE',
        code: 'SYNTAX',
        error: 'Broken',
        hint: 'Mend it.',
        file: 'a.json',
        line: 7,
        entity: 'component:default/a',
      },
    ]);
    expect(record.warnings).toEqual([
      'Odd (b.json)',
      'Odd (b.json:3)',
      'Vague',
    ]);
  });

  it('keeps the first 100 of many errors, and the number of all', async () => {
    const record = await buildRecord(
      FRAME,
      compared({
        findings: Array.from({ length: 250 }, (_, index) =>
          finding({ message: `Broken ${index}` }),
        ),
      }),
    );
    expect(record.errors).toHaveLength(100);
    expect(record.errors?.[99].error).toBe('Broken 99');
    expect(record.errorCount).toBe(250);
  });

  it('counts what a finding stands for', async () => {
    const record = await buildRecord(
      FRAME,
      compared({ findings: [finding(), finding({ count: 30_000 })] }),
    );
    expect(record.errorCount).toBe(30_001);
  });

  it('says which ref a preview was of', async () => {
    const record = await buildRecord(
      { ...FRAME, trigger: { ...FRAME.trigger, dryRun: true, ref: 'idea' } },
      compared(),
    );
    expect(record.dryRun).toBe(true);
    expect(record.configSnapshot.branch).toBe('idea');
  });

  it('keeps the slowest repositories, slowest first, and the number of all', async () => {
    const record = await buildRecord(
      FRAME,
      compared({
        repositories: Array.from({ length: 250 }, (_, index) => ({
          repository: `acme/app-${index}`,
          fetchMs: index,
          parseMs: 1,
        })),
      }),
    );
    expect(record.repositories?.count).toBe(250);
    expect(record.repositories?.slowest).toHaveLength(100);
    expect(record.repositories?.slowest[0].repository).toBe('acme/app-249');
  });

  it('carries totals over when the source is unchanged', async () => {
    const { record } = await completeSync(
      FRAME,
      compared({
        comparison: undefined,
        findings: [finding({ severity: 'warning' })],
      }),
      {
        ...BASELINE,
        entityCounts: new Map([
          ['Component', 3],
          ['API', 1],
          ['Group', 1],
        ]),
      },
    );
    expect(record).toMatchObject({
      status: 'SUCCESS',
      warnings: ['Broken'],
      warningCount: 1,
      stats: {
        totalEntities: 5,
        entitiesAdded: 0,
        entitiesUpdated: 0,
        entitiesRemoved: 0,
        entitiesUnchanged: 5,
        entitiesRetained: 0,
        byType: {
          Component: {
            added: 0,
            updated: 0,
            removed: 0,
            unchanged: 3,
            total: 3,
          },
        },
        apiRelationships: API_RELATIONSHIPS,
      },
    });
  });
});

describe('the record of completeUnappliedSync', () => {
  const limit = finding({ phase: 'FETCH', code: 'RATE_LIMIT' });
  const commit = { message: 'Add the cart' };
  const applied = {
    ...BASELINE,
    state: { revision: 'a1' },
    lastApplied: createCompletedSync({ commit }).record,
  };

  it('is a partial success that leaves everything as it was while a host takes no requests', async () => {
    const completed = await completeUnappliedSync(FRAME, limit, applied);
    expect(completed.record).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      revision: 'a1',
      commit,
      errorCount: 1,
      errors: [{ code: 'RATE_LIMIT' }],
      stats: { totalEntities: 2, entitiesUnchanged: 2 },
    });
    expect(completed.applied).toBeUndefined();
  });

  it.each([
    ['nothing was ever applied', BASELINE, FRAME],
    [
      'it is a dry run',
      applied,
      { ...FRAME, trigger: { ...FRAME.trigger, dryRun: true } },
    ],
  ])('is a failure all the same where %s', async (_, baseline, frame) => {
    const { record } = await completeUnappliedSync(frame, limit, baseline);
    expect(record.status).toBe('FAILURE');
  });

  it('says that the catalog is as it was', async () => {
    const { record } = await completeUnappliedSync(
      FRAME,
      finding({ phase: 'FETCH', code: 'NETWORK' }),
      BASELINE,
    );
    expect(record).toMatchObject({
      status: 'FAILURE',
      errorCount: 1,
      stats: {
        totalEntities: 2,
        entitiesAdded: 0,
        entitiesUnchanged: 2,
        byType: { Component: { unchanged: 1, total: 1 } },
      },
    });
    expect(record.revision).toBeUndefined();
  });
});
