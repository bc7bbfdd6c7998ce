import { setImmediate } from 'node:timers/promises';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  STATIC_DATA_SYNC_TOPIC,
  SyncError,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import {
  createStaticDataStore,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { added, createComponent } from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { FakeMetrics } from './__testUtils__/FakeMetrics';
import { measureSync, observeState, startMetrics } from './startMetrics';

jest.setTimeout(60_000);

const START = '2026-01-01T00:00:00.000Z';
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('metrics, %s', databaseId => {
  async function createStore() {
    const knex = await databases.init(databaseId);
    return createStaticDataStore({ getClient: async () => knex });
  }

  it('count a sync when it ends', async () => {
    const store = await createStore();
    const metrics = new FakeMetrics();
    const events = mockServices.events();
    await startMetrics({
      metrics: metrics.service,
      store,
      events,
      logger: mockServices.logger.mock(),
    });
    const sync = createCompletedSync({ record: { startTime: START } });
    await store.complete(sync);
    await events.publish({
      topic: STATIC_DATA_SYNC_TOPIC,
      eventPayload: { syncId: sync.record.id },
    });
    const counted = () => metrics.measurements.filter(it => it.value > 0);
    while (counted().length < 3) {
      await setImmediate();
    }
    expect(counted()).toEqual([
      {
        name: 'static_data.syncs',
        value: 1,
        attributes: { outcome: 'success', trigger: 'scheduled' },
      },
      {
        name: 'static_data.sync.phase.duration_seconds',
        value: 1.5,
        attributes: { phase: 'fetch' },
      },
      {
        name: 'static_data.changes',
        value: 1,
        attributes: { change: 'added' },
      },
    ]);
  });

  it('are there from the start, at 0, so that the first failure is a rise', async () => {
    const metrics = new FakeMetrics();
    await startMetrics({
      metrics: metrics.service,
      store: await createStore(),
      events: mockServices.events(),
      logger: mockServices.logger.mock(),
    });
    expect(metrics.measurements).toContainEqual({
      name: 'static_data.syncs',
      value: 0,
      attributes: { outcome: 'failure', trigger: 'scheduled' },
    });
    expect(metrics.measurements).toContainEqual({
      name: 'static_data.changes',
      value: 0,
      attributes: { change: 'removed' },
    });
  });

  it('observe the state', async () => {
    const store = await createStore();
    const metrics = new FakeMetrics();
    observeState({
      metrics: metrics.service,
      store,
      logger: mockServices.logger.mock(),
      now: () => Date.parse(START) + 90_000,
    });
    expect(await metrics.collect()).toEqual([
      { name: 'static_data.held_removals', value: 0 },
      {
        name: 'static_data.problem_entities',
        value: 0,
        attributes: { problem: 'missing' },
      },
      {
        name: 'static_data.problem_entities',
        value: 0,
        attributes: { problem: 'refused' },
      },
      { name: 'static_data.refresh_queue.length', value: 0 },
    ]);

    await store.complete(
      createAppliedSync({
        record: { startTime: START },
        changes: [
          added(createComponent('a')),
          added(createComponent('b')),
          added({ ...createComponent('c'), kind: 'API' }),
        ],
        heldRemovals: [
          {
            entityRef: 'api:default/orders',
            kind: 'API',
            sourceFile: 'contracts/orders.yaml',
            reason: 'More than 20 % would be removed',
            dependents: [],
            dependentCount: 0,
          },
        ],
      }),
    );
    await store.confirmations.noteRefusal('api:default/c', 'nope');
    await store.refreshRequests.enqueue({
      syncType: 'MANUAL',
      triggeredBy: 'user:default/ada',
      dryRun: false,
    });
    const observed = await metrics.collect();
    expect(observed).toHaveLength(7);
    expect(observed).toEqual(
      expect.arrayContaining([
        {
          name: 'static_data.entities',
          value: 2,
          attributes: { kind: 'Component' },
        },
        { name: 'static_data.entities', value: 1, attributes: { kind: 'API' } },
        { name: 'static_data.held_removals', value: 1 },
        {
          name: 'static_data.problem_entities',
          value: 0,
          attributes: { problem: 'missing' },
        },
        {
          name: 'static_data.problem_entities',
          value: 1,
          attributes: { problem: 'refused' },
        },
        { name: 'static_data.data.age_seconds', value: 90 },
        { name: 'static_data.refresh_queue.length', value: 1 },
      ]),
    );
  });
});

it('leaves out of a collection what cannot be read from the database', async () => {
  const metrics = new FakeMetrics();
  const fail = async () => {
    throw new Error('the database is down');
  };
  observeState({
    metrics: metrics.service,
    store: {
      snapshot: { countByKind: fail },
      heldRemovals: { countUnapproved: fail },
      confirmations: { summarizeProblems: fail },
      state: { get: fail },
      refreshRequests: { count: async () => 3 },
    } as unknown as StaticDataStore,
    logger: mockServices.logger.mock(),
  });
  expect(await metrics.collect()).toEqual([
    { name: 'static_data.refresh_queue.length', value: 3 },
  ]);
});

describe('measureSync', () => {
  const { stats } = createSyncRecord({ startTime: START });

  it('measures outcome, trigger, phases, errors and changes', () => {
    const errorOf = (code: SyncFindingCode): SyncError => ({
      phase: 'FETCH',
      code,
      error: 'It went wrong',
      hint: 'Do it better',
    });
    expect(
      measureSync(
        createSyncRecord({
          startTime: START,
          status: 'PARTIAL_SUCCESS',
          syncType: 'PUSH',
          phases: [
            { phase: 'FETCH', durationMs: 1500 },
            { phase: 'CATALOG_APPLY', durationMs: 20 },
          ],
          errors: (['RATE_LIMIT', 'RATE_LIMIT', 'SYNTAX'] as const).map(
            errorOf,
          ),
          stats: { ...stats, entitiesUpdated: 2, entitiesRemoved: 3 },
        }),
      ),
    ).toEqual({
      sync: { outcome: 'partial_success', trigger: 'push' },
      phases: [
        { phase: 'fetch', seconds: 1.5 },
        { phase: 'catalog_apply', seconds: 0.02 },
      ],
      errors: [{ code: 'rate_limit' }, { code: 'syntax' }],
      changes: [
        { change: 'added', count: 1 },
        { change: 'updated', count: 2 },
        { change: 'removed', count: 3 },
      ],
    });
  });

  it('measures no changes of a sync that applied none', () => {
    const failed = createSyncRecord({
      startTime: START,
      status: 'FAILURE',
      phases: [],
      stats: { ...stats, entitiesAdded: 0 },
    });
    expect(measureSync(failed)).toEqual({
      sync: { outcome: 'failure', trigger: 'scheduled' },
      phases: [],
      errors: [],
      changes: [],
    });
  });

  it('leaves dry runs out', () => {
    expect(
      measureSync(createSyncRecord({ startTime: START, dryRun: true })),
    ).toBe(undefined);
  });
});
