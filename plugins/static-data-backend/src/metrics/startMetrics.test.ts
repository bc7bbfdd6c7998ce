import { setImmediate } from 'node:timers/promises';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  STATIC_DATA_SYNC_TOPIC,
  SyncError,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import {
  readStaticDataConfig,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { added, createComponent } from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { FakeMetrics } from './__testUtils__/FakeMetrics';
import { measureSync, observeState, startMetrics } from './startMetrics';

jest.setTimeout(60_000);

const configure = (sources: { [id: string]: JsonObject }) =>
  readStaticDataConfig(new ConfigReader({ staticData: { sources } }))!;

const config = configure({ default: { directory: 'data' } });
const source = 'default';

const START = '2026-01-01T00:00:00.000Z';
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('metrics, %s', databaseId => {
  async function createStore() {
    const knex = await databases.init(databaseId);
    return createTestStore(knex);
  }

  it('count a sync when it ends', async () => {
    const store = await createStore();
    const metrics = new FakeMetrics();
    const events = mockServices.events();
    await startMetrics({
      config,
      metrics: metrics.service,
      store: store.all,
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
        attributes: { source, outcome: 'success', trigger: 'scheduled' },
      },
      {
        name: 'static_data.sync.phase.duration_seconds',
        value: 1.5,
        attributes: { source, phase: 'fetch' },
      },
      {
        name: 'static_data.changes',
        value: 1,
        attributes: { source, change: 'added' },
      },
    ]);
  });

  it('are there from the start, at 0, so that the first failure is a rise', async () => {
    const metrics = new FakeMetrics();
    await startMetrics({
      config,
      metrics: metrics.service,
      store: (await createStore()).all,
      events: mockServices.events(),
      logger: mockServices.logger.mock(),
    });
    expect(metrics.measurements).toContainEqual({
      name: 'static_data.syncs',
      value: 0,
      attributes: { source, outcome: 'failure', trigger: 'scheduled' },
    });
    expect(metrics.measurements).toContainEqual({
      name: 'static_data.changes',
      value: 0,
      attributes: { source, change: 'removed' },
    });
  });

  it('tell the sources apart', async () => {
    const store = await createStore();
    const metrics = new FakeMetrics();
    const events = mockServices.events();
    const sources = ['payments', 'core'];
    await startMetrics({
      config: configure({
        payments: { directory: 'payments' },
        core: { directory: 'core' },
      }),
      metrics: metrics.service,
      store: store.all,
      events,
      logger: mockServices.logger.mock(),
    });
    const sync = createAppliedSync({
      record: { source: 'core', startTime: START },
      changes: [added(createComponent('a'))],
    });
    await store.ofSource('core').complete(sync);
    await events.publish({
      topic: STATIC_DATA_SYNC_TOPIC,
      eventPayload: { syncId: sync.record.id, source: 'core' },
    });
    const counted = () => metrics.measurements.filter(it => it.value > 0);
    while (counted().length < 3) {
      await setImmediate();
    }
    expect(counted().map(({ attributes }) => attributes?.source)).toEqual([
      'core',
      'core',
      'core',
    ]);

    const observed = await metrics.collect();
    const sourcesOf = (metric: string) =>
      observed
        .filter(({ name }) => name === metric)
        .map(({ attributes }) => attributes?.source);
    expect(sourcesOf('static_data.entities')).toEqual(['core']);
    expect(sourcesOf('static_data.held_removals')).toEqual(sources);
    expect(sourcesOf('static_data.refresh_queue.length')).toEqual(sources);
    for (const id of sources) {
      expect(metrics.measurements).toContainEqual({
        name: 'static_data.syncs',
        value: 0,
        attributes: { source: id, outcome: 'failure', trigger: 'scheduled' },
      });
    }
  });

  it('observe the state', async () => {
    const store = await createStore();
    const metrics = new FakeMetrics();
    observeState({
      config,
      metrics: metrics.service,
      store: store.all,
      logger: mockServices.logger.mock(),
      now: () => Date.parse(START) + 90_000,
    });
    expect(await metrics.collect()).toEqual([
      { name: 'static_data.held_removals', value: 0, attributes: { source } },
      {
        name: 'static_data.problem_entities',
        value: 0,
        attributes: { source, problem: 'missing' },
      },
      {
        name: 'static_data.problem_entities',
        value: 0,
        attributes: { source, problem: 'refused' },
      },
      ...['pinned', 'paused', 'manual'].map(state => ({
        name: 'static_data.steered',
        value: 0,
        attributes: { source, state },
      })),
      {
        name: 'static_data.refresh_queue.length',
        value: 0,
        attributes: { source },
      },
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
            reason: 'More than 20% would be removed',
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
    expect(observed).toHaveLength(10);
    expect(observed).toEqual(
      expect.arrayContaining([
        {
          name: 'static_data.entities',
          value: 2,
          attributes: { source, kind: 'Component' },
        },
        {
          name: 'static_data.entities',
          value: 1,
          attributes: { source, kind: 'API' },
        },
        { name: 'static_data.held_removals', value: 1, attributes: { source } },
        {
          name: 'static_data.problem_entities',
          value: 0,
          attributes: { source, problem: 'missing' },
        },
        {
          name: 'static_data.problem_entities',
          value: 1,
          attributes: { source, problem: 'refused' },
        },
        {
          name: 'static_data.data.age_seconds',
          value: 90,
          attributes: { source },
        },
        {
          name: 'static_data.refresh_queue.length',
          value: 1,
          attributes: { source },
        },
      ]),
    );
  });

  it('say what keeps a source from being brought up to date', async () => {
    const store = await createStore();
    const metrics = new FakeMetrics();
    const act = { triggeredBy: 'user:default/ada', reason: 'Migration' };
    const maintenance = [
      { cron: '0 22 * * *', duration: '2h', reason: 'Backup' },
    ];
    observeState({
      config: configure({
        paused: { directory: 'a' },
        pinned: { directory: 'b' },
        closed: { directory: 'c', schedule: { maintenance } },
        manual: { directory: 'd', schedule: 'manual' },
      }),
      metrics: metrics.service,
      store: store.all,
      logger: mockServices.logger.mock(),
      now: () => Date.parse('2026-03-06T23:00:00.000Z'),
    });
    await store.ofSource('paused').steering.pause(act);
    await store.ofSource('pinned').steering.pin({ ...act, ref: 'v1' });
    const observed = await metrics.collect();
    expect(
      observed
        .filter(({ name, value }) => name === 'static_data.steered' && value)
        .map(({ value, attributes }) => ({ value, ...attributes })),
    ).toEqual([
      { value: 1, source: 'paused', state: 'paused' },
      { value: 1, source: 'pinned', state: 'pinned' },
      { value: 1, source: 'closed', state: 'paused' },
      { value: 1, source: 'manual', state: 'manual' },
    ]);
  });
});

it('leaves out of a collection what cannot be read from the database', async () => {
  const metrics = new FakeMetrics();
  const fail = async () => {
    throw new Error('the database is down');
  };
  observeState({
    config,
    metrics: metrics.service,
    store: {
      ofSource: () =>
        ({
          snapshot: { countByKind: fail },
          heldRemovals: { countUnapproved: fail },
          confirmations: { summarizeProblems: fail },
          state: { get: fail },
          refreshRequests: { count: async () => 3 },
        } as unknown as SourceStore),
    },
    logger: mockServices.logger.mock(),
  });
  expect(await metrics.collect()).toEqual([
    {
      name: 'static_data.refresh_queue.length',
      value: 3,
      attributes: { source },
    },
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

  it('takes no cancelled sync for a failure', () => {
    const cancelled = createSyncRecord({
      startTime: START,
      status: 'FAILURE',
      cancelledBy: 'user:default/ada',
      errors: [
        { phase: 'FETCH', code: 'CANCELLED', error: 'Stopped', hint: 'Go on' },
      ],
    });
    expect(measureSync(cancelled)).toMatchObject({
      sync: { outcome: 'cancelled' },
      errors: [],
    });
  });

  it('leaves dry runs out', () => {
    expect(
      measureSync(createSyncRecord({ startTime: START, dryRun: true })),
    ).toBe(undefined);
  });
});
