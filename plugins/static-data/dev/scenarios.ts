import {
  SYNC_PHASES,
  SyncHistoryRecord,
  SyncLogLine,
  SyncSettings,
  SyncSource,
} from '@internal/plugin-static-data-common';
import {
  createChange,
  createEntityHistoryEntry,
  createScorecard,
  createError,
  createFinding,
  createFirstVisit,
  createHealth,
  createHeldRemoval,
  createPause,
  createPin,
  createPullRequest,
  createSettings,
  createSource,
  createStatistics,
  createStats,
  createSteeringAct,
  createSync,
  createUpdate,
  FakeStaticDataApi,
  REQUESTED_SYNC_ID,
} from '../src/__testUtils__';

const MINUTE_MS = 60_000;

function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * MINUTE_MS).toISOString();
}

function createHistory(latest: SyncHistoryRecord): SyncHistoryRecord[] {
  const older = Array.from({ length: 57 }, (_, index) => {
    const manual = index % 8 === 3;
    const failed = index % 13 === 6;
    return createSync({
      id: `older-${index}`,
      startTime: minutesFromNow(-32 - 30 * index),
      durationMs: 900 + ((index * 7919) % 6000),
      syncType: manual ? 'MANUAL' : 'SCHEDULED',
      triggeredBy: manual ? 'user:default/jane.doe' : undefined,
      dryRun: index % 16 === 3,
      status: failed ? 'FAILURE' : 'SUCCESS',
      errors: failed ? [createError()] : undefined,
      errorCount: failed ? 1 : 0,
      stats: createStats({
        totalEntities: 62,
        entitiesAdded: 0,
        entitiesUpdated: failed ? 0 : index % 4,
        entitiesRemoved: 0,
      }),
    });
  });
  return [latest, ...older];
}

function createScenario(
  latest: Partial<SyncHistoryRecord>,
  settings: Partial<SyncSettings>,
): FakeStaticDataApi {
  const latestSync = createSync({ startTime: minutesFromNow(-2), ...latest });
  return new FakeStaticDataApi({
    settings: createSettings({
      latestSync,
      statistics: createStatistics({}, { to: minutesFromNow(0) }),
      health: createHealth({
        lastSuccessfulSync: latestSync.startTime,
        dataAsOf: latestSync.startTime,
        nextSync: minutesFromNow(28),
      }),
      ...settings,
    }),
    history: createHistory(latestSync),
  });
}

function createLogs(count: number): SyncLogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    time: new Date(Date.now() - 60_000 + 5 * index).toISOString(),
    level: index % 97 === 96 ? 'warn' : 'debug',
    phase: SYNC_PHASES[Math.floor((index * SYNC_PHASES.length) / count)],
    message: `Line ${index}: a message as a sync writes it`,
  }));
}

/** Syncs run on time and succeed. */
export function createHealthyScenario(): FakeStaticDataApi {
  const api = createScenario({}, {});
  const { id: syncId, startTime: dataAsOf } = api.history[0];
  api.scorecards = [
    createScorecard({
      sources: [
        { source: 'default', entityCount: 14, dataAsOf, syncId, pin: null },
      ],
    }),
  ];
  api.states = Object.fromEntries(
    api.history.map(({ id, number }, index) => [
      id,
      ['checkout', 'payment-gateway', 'search'].map(name => ({
        entityRef: `component:default/${name}`,
        kind: 'Component',
        hash: `${name} ${name === 'checkout' ? index : ''}`,
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name, description: `As #${number} left it` },
          spec: { type: 'service', lifecycle: 'production', owner: 'payments' },
        },
      })),
    ]),
  );
  api.entityHistory = [2, 1500, 4000].map((minutes, index) =>
    createEntityHistoryEntry({
      entityRef: 'component:default/payment-gateway',
      startTime: minutesFromNow(-minutes),
      change: index < 2 ? 'updated' : 'added',
    }),
  );
  return api;
}

/** A sync that skipped files and holds removals, while the next one runs; pull requests that would, too. */
export function createTroubledScenario(): FakeStaticDataApi {
  const api = createScenario(
    {
      status: 'PARTIAL_SUCCESS',
      syncType: 'MANUAL',
      triggeredBy: 'user:default/jane.doe',
      errors: Array.from({ length: 8 }, (_, index) =>
        createError({
          line: 17 + index,
          entity: `component:default/app-${index}`,
        }),
      ),
      errorCount: 140,
      warnings: ['The application "billing-web" has no build file'],
      warningCount: 1,
      stats: createStats({ entitiesRetained: 8, removalsHeld: 12 }),
    },
    {
      runningSync: {
        id: 'running',
        source: 'default',
        number: 119,
        syncType: 'SCHEDULED',
        startTime: minutesFromNow(-0.5),
        phase: 'PARSE',
        phaseStartTime: minutesFromNow(-0.2),
        progress: { done: 131, total: 400 },
        phases: [{ phase: 'FETCH', durationMs: 18_000 }],
        dryRun: false,
      },
      health: createHealth({
        status: 'UNHEALTHY',
        reasons: [
          'No sync has completed for 2 hours, which is 4 schedule intervals',
          'Only 78.5% of the syncs of the last 30 days were applied',
        ],
        uptime: 78.5,
        dataAsOf: minutesFromNow(-150),
        nextSync: minutesFromNow(-3),
        lateBy: 120 * MINUTE_MS,
      }),
    },
  );
  api.logs = createLogs(40).filter(({ phase }) => phase === 'FETCH');
  api.findings = Array.from({ length: 140 }, (_, index) =>
    createFinding({ line: index, state: index % 3 ? 'known' : 'new' }),
  );
  api.heldRemovals = Array.from({ length: 12 }, (_, index) =>
    createHeldRemoval({
      entityRef: `api:default/api-${index}`,
      heldSince: minutesFromNow(-90),
      dependents: Array.from({ length: index % 6 }, (_unused, dependent) => ({
        entityRef: `component:default/app-${dependent}`,
        field: 'spec.consumesApis',
        owner: 'group:default/payments-squad',
      })),
    }),
  );
  api.pullRequests = [
    createPullRequest({
      number: 31,
      verdict: 'pending',
      syncId: undefined,
      changes: undefined,
    }),
    createPullRequest({
      number: 30,
      title: 'Retire the gateway of the old shop',
      verdict: 'failed',
      changes: { added: 0, updated: 12, removed: 3, held: 9 },
    }),
    createPullRequest({
      number: 29,
      title: `Move ${'every-service-'.repeat(12)}`,
      author: undefined,
      isFork: true,
      verdict: 'error',
      syncId: undefined,
      changes: undefined,
      problem:
        'github.com does not answer; the check is made again with the next push',
    }),
    ...Array.from({ length: 12 }, (_, index) =>
      createPullRequest({ number: 28 - index }),
    ),
  ];
  return api;
}

/** A source that is paused and pinned, and what was done to it before. */
export function createSteeredScenario(): FakeStaticDataApi {
  const pause = createPause({
    since: minutesFromNow(-25),
    until: minutesFromNow(200),
  });
  const pin = createPin({ since: minutesFromNow(-180) });
  const api = createScenario(
    {},
    {
      steering: { pause, pin },
      health: createHealth({
        reasons: [`Paused 25 minutes ago by ${pause.pausedBy}`],
        dataAsOf: minutesFromNow(-2),
        nextSync: pause.until,
      }),
    },
  );
  // the preview of every pin
  api.history.splice(
    3,
    0,
    createSync({
      id: REQUESTED_SYNC_ID,
      startTime: minutesFromNow(-95),
      dryRun: true,
      syncType: 'MANUAL',
      triggeredBy: 'user:default/jane.doe',
      stats: createStats({ removalsHeld: 1 }),
    }),
  );
  api.changes = [createUpdate(), createChange()];
  api.findings = [
    createFinding({
      severity: 'warning',
      code: 'REMOVALS_HELD',
      message:
        'Removals are held back: 9 of 12 groups would be removed, which is more than 20%',
    }),
  ];
  api.acts = [
    createSteeringAct({ id: 9, time: pause.since, until: pause.until! }),
    createSteeringAct({
      id: 8,
      type: 'CANCEL',
      time: minutesFromNow(-90),
      sync: { id: 'older-3', number: 114 },
      reason: 'It reads an old fork',
    }),
    createSteeringAct({
      id: 7,
      type: 'PIN',
      time: pin.since,
      ref: 'v1.2',
      reason: pin.reason,
    }),
    createSteeringAct({
      id: 6,
      type: 'RESUME',
      time: minutesFromNow(-700),
      reason: undefined,
    }),
  ];
  return api;
}

/** One sync with 100,000 changes and 10,000 errors, with names as long as they may be. */
export function createHugeScenario(): FakeStaticDataApi {
  const changes = 100_000;
  const findings = 10_000;
  const longName = (index: number) => `${index}-`.padEnd(63, 'long-name-');
  const api = createScenario(
    {
      status: 'PARTIAL_SUCCESS',
      errors: [createError()],
      errorCount: findings,
      stats: createStats({
        totalEntities: 2 * changes,
        entitiesAdded: changes / 2,
        entitiesUpdated: changes / 2,
        entitiesRemoved: 0,
        entitiesUnchanged: changes,
      }),
    },
    {},
  );
  api.changes = Array.from({ length: changes }, (_, index) =>
    (index % 2 === 0 ? createChange : createUpdate)({
      entityRef: `component:default/${longName(index)}`,
    }),
  );
  api.logs = createLogs(10_000);
  api.findings = Array.from({ length: findings }, (_, index) =>
    createFinding({
      line: index,
      entity: `component:default/${longName(index)}`,
      message: `The application "${longName(index)}" names no squad`,
      code: index % 3 === 0 ? 'SCHEMA' : 'UNKNOWN_REFERENCE',
    }),
  );
  return api;
}

/** A source with a history; every so many of its syncs failed, counted back from the latest. */
function createSourceWithHistory(
  overrides: Partial<SyncSource> & { id: string },
  failsEvery: number,
): { source: SyncSource; history: SyncHistoryRecord[] } {
  const { id } = overrides;
  const history = Array.from({ length: 40 }, (_, index) => {
    const failed = index % failsEvery === 0;
    return createSync({
      id: `${id}-${index}`,
      source: id,
      number: 240 - index,
      startTime: minutesFromNow(-id.length - 30 * index),
      durationMs: 900 + ((index * 7919) % 6000),
      status: failed ? 'FAILURE' : 'SUCCESS',
      errors: failed ? [createError()] : undefined,
      errorCount: failed ? 1 : 0,
      stats: createStats({
        entitiesAdded: 0,
        entitiesUpdated: index % 5 === 1 ? 2 : 0,
        entitiesRemoved: 0,
      }),
    });
  });
  return {
    source: createSource({
      configuration: {
        ...createSettings().configuration,
        repository: `acme/${id}-architecture`,
        url: `https://github.com/acme/${id}-architecture`,
      },
      latestSync: history[0],
      recentSyncs: history.slice(0, 30),
      ...overrides,
    }),
    history,
  };
}

/** Four sources: one fails, one is healthy, one is running, and one has left the configuration. */
export function createSeveralSourcesScenario(): FakeStaticDataApi {
  const healthy = createHealth({
    dataAsOf: minutesFromNow(-4),
    nextSync: minutesFromNow(24),
  });
  const several = [
    createSourceWithHistory(
      {
        id: 'payments',
        entityCount: 1204,
        health: createHealth({
          status: 'UNHEALTHY',
          reasons: [
            'The last 3 syncs failed',
            'Only 78.5% of the syncs of the last 30 days were applied',
          ],
          consecutiveFailures: 3,
          uptime: 78.5,
          dataAsOf: minutesFromNow(-95),
          nextSync: minutesFromNow(22),
        }),
      },
      4,
    ),
    createSourceWithHistory(
      {
        id: 'core',
        health: healthy,
        steering: { pause: createPause(), pin: null },
      },
      50,
    ),
    createSourceWithHistory(
      {
        id: 'platform',
        entityCount: 310,
        health: healthy,
        runningSync: {
          id: 'running',
          source: 'platform',
          number: 241,
          syncType: 'SCHEDULED',
          startTime: minutesFromNow(-0.5),
          phase: 'PARSE',
          phaseStartTime: minutesFromNow(-0.2),
          progress: { done: 131, total: 400 },
          phases: [{ phase: 'FETCH', durationMs: 18_000 }],
          dryRun: false,
        },
      },
      17,
    ),
    createSourceWithHistory({ id: 'legacy', isConfigured: false }, 50),
  ];
  // healthy ones have not failed just now
  for (const { source, history } of several.slice(1)) {
    history.shift();
    source.recentSyncs.shift();
    source.latestSync = history[0];
  }
  const api = new FakeStaticDataApi({
    history: several
      .flatMap(({ history }) => history)
      .sort((a, b) => b.startTime.localeCompare(a.startTime)),
  });
  api.sources = several.map(({ source }) => source);
  return api;
}

/** No sync has run yet. */
export function createFirstVisitScenario(): FakeStaticDataApi {
  return new FakeStaticDataApi({ settings: createFirstVisit() });
}

/** The backend does not answer. */
export function createFailingScenario(): FakeStaticDataApi {
  const api = new FakeStaticDataApi();
  api.error = new Error('The backend does not answer');
  return api;
}
