import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { application } from './__testUtils__/MemorySource';
import {
  DOWNLOADED,
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function setUp(databaseId: TestDatabaseId, staticData?: JsonObject) {
  return setUpProcess(await databases.init(databaseId), staticData);
}

describe.each(databases.eachSupportedId())('SyncRunner on %s', databaseId => {
  it('tells the catalog everything at first, then what changed, then nothing', async () => {
    const { runner, source, applyMutation, store } = await setUp(databaseId);
    source.setApplications(application('cart'), application('search'));

    const first = await runner.run(scheduled());
    expect(first).toMatchObject({
      status: 'SUCCESS',
      revision: '2',
      stats: { totalEntities: 4, entitiesAdded: 4 },
    });
    const [everything] = applyMutation.mock.lastCall!;
    expect(
      everything.type === 'delta' &&
        everything.added.map(({ entity }) => entity.metadata.name).sort(),
    ).toEqual(['cart', 'search', 'shop', 'shop-squad']);

    source.setApplications(application('cart', 'Basket'), application('pay'));
    const second = await runner.run(scheduled());
    expect(second?.stats).toMatchObject({
      totalEntities: 4,
      entitiesAdded: 1,
      entitiesUpdated: 1,
      entitiesRemoved: 1,
      entitiesUnchanged: 2,
    });
    const [delta] = applyMutation.mock.lastCall!;
    expect(delta).toMatchObject({
      type: 'delta',
      removed: [{ entityRef: 'component:default/search' }],
    });
    expect(
      delta.type === 'delta' &&
        delta.added.map(({ entity }) => entity.metadata.name).sort(),
    ).toEqual(['cart', 'pay']);

    const third = await runner.run(scheduled());
    expect(third).toMatchObject({
      status: 'SUCCESS',
      stats: { totalEntities: 4, entitiesUnchanged: 4, entitiesAdded: 0 },
    });
    expect(applyMutation).toHaveBeenCalledTimes(2);
    expect(await store.history.getLatest()).toEqual(third);
  });

  it('sends nothing when another revision has the same content', async () => {
    const { runner, source, applyMutation } = await setUp(databaseId);
    source.setApplications(application('cart'));
    await runner.run(scheduled());
    source.setApplications(application('cart'));

    const record = await runner.run(scheduled());
    expect(record).toMatchObject({ revision: '3', status: 'SUCCESS' });
    expect(record?.stats.entitiesUnchanged).toBe(3);
    expect(applyMutation).toHaveBeenCalledTimes(1);
  });

  it('keeps what could not be read, and says so again although the revision is the same', async () => {
    const { runner, source, applyMutation } = await setUp(databaseId);
    source.setApplications(application('cart'));
    await runner.run(scheduled());

    source.files['data/applications.json'] = '[{"id": "cart",';
    source.revision = 'broken';
    const broken = await runner.run(scheduled());
    expect(broken).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [{ code: 'SYNTAX', file: 'data/applications.json' }],
      stats: { totalEntities: 3, entitiesRetained: 1, entitiesRemoved: 0 },
    });
    expect(applyMutation).toHaveBeenCalledTimes(1);

    expect(await runner.run(scheduled())).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errorCount: 1,
    });
  });

  it('downloads a revision once, whatever becomes of it', async () => {
    const { runner, source, store, applyMutation } = await setUp(
      databaseId,
      DOWNLOADED,
    );
    source.setApplications({ ...application('cart'), repository: 'acme/cart' });
    source.files['data/squads.json'] = '[';
    const isPartial = { status: 'PARTIAL_SUCCESS', errorCount: 1 };
    expect(await runner.run(scheduled())).toMatchObject(isPartial);
    expect(await runner.run(scheduled())).toMatchObject(isPartial);
    expect(source.downloads).toEqual(['2']);

    source.files['data/squads.json'] = '[]';
    source.revision = '3';
    await runner.run(scheduled());
    source.buildFile = 'openapi { }';
    await runner.run(scheduled());
    await runner.run(scheduled({ dryRun: true }));
    expect(source.downloads).toEqual(['2', '3']);

    await runner.run(scheduled({ syncType: 'MANUAL', full: true }));
    expect(source.downloads).toEqual(['2', '3', '3']);

    const other = startProcess({
      store,
      source,
      applyMutation,
      staticData: DOWNLOADED,
    });
    source.buildFile = undefined;
    await other.runner.run(scheduled());
    expect(source.downloads).toEqual(['2', '3', '3', '3']);
  });

  it('reads a directory again when a build file has changed', async () => {
    const { runner, source } = await setUp(databaseId);
    source.setApplications({ ...application('cart'), repository: 'acme/cart' });
    await runner.run(scheduled());
    await runner.run(scheduled());
    expect(source.downloads).toEqual(['2']);
    source.buildFile = 'openapi { }';
    await runner.run(scheduled());
    expect(source.downloads).toEqual(['2', '2']);
  });

  it('downloads a revision that cannot be used once, and fails again', async () => {
    const { runner, source } = await setUp(databaseId);
    source.setApplications(application('cart'));
    await runner.run(scheduled());

    source.revision = '3';
    source.unusable = new SyncFindingError({
      phase: 'FETCH',
      code: 'TOO_LARGE',
      message: 'The source has too many files',
      hint: 'Remove some.',
    });
    const failure = { status: 'FAILURE', errors: [{ code: 'TOO_LARGE' }] };
    expect(await runner.run(scheduled())).toMatchObject(failure);
    expect(await runner.run(scheduled())).toMatchObject(failure);
    expect(source.downloads).toEqual(['2', '3']);

    await runner.run(scheduled({ syncType: 'MANUAL', full: true }));
    expect(source.downloads).toEqual(['2', '3', '3']);

    source.unusable = undefined;
    source.setApplications(application('cart'), application('pay'));
    expect(await runner.run(scheduled())).toMatchObject({ status: 'SUCCESS' });
    await runner.run(scheduled());
    expect(source.downloads).toEqual(['2', '3', '3', '4']);
  });

  it('keeps the APIs of a folder that is renamed to what is no bounded context, and relations to them', async () => {
    const { runner, source, store } = await setUp(databaseId);
    const schema = '{ "type": "record", "name": "Paid", "fields": [] }';
    source.files['contracts/shop/avro/Paid/v1.avsc'] = schema;
    source.files['contracts/shop/README.md'] = '';
    source.buildFile = 'avro { consumer { schema("shop:Paid:1.0.0") } }';
    const cart = { ...application('cart'), repository: 'acme/cart' };
    source.setApplications(cart);
    await runner.run(scheduled());

    delete source.files['contracts/shop/avro/Paid/v1.avsc'];
    source.files['contracts/my shop!/avro/Paid/v1.avsc'] = schema;
    source.setApplications({ ...cart, name: 'Basket' });
    const renamed = await runner.run(scheduled());
    expect(renamed).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errorCount: 1,
      stats: { entitiesRetained: 1, entitiesRemoved: 0, removalsHeld: 0 },
    });
    const ref = 'component:default/cart';
    expect((await store.snapshot.getEntities([ref])).get(ref)).toMatchObject({
      metadata: { title: 'Basket' },
      spec: { consumesApis: ['api:default/shop-paid-v1'] },
    });

    delete source.files['contracts/my shop!/avro/Paid/v1.avsc'];
    source.files['contracts/shop/avro/Paid/v1.avsc'] = schema;
    source.revision = 'back';
    expect(await runner.run(scheduled())).toMatchObject({
      status: 'SUCCESS',
      stats: { entitiesRetained: 0, entitiesUnchanged: 4 },
    });
  });

  it('keeps API relations through a broken list of applications and a build file that cannot be read after', async () => {
    const { runner, source, store } = await setUp(databaseId);
    source.files['contracts/shop/avro/Paid/v1.avsc'] =
      '{ "type": "record", "name": "Paid", "fields": [] }';
    source.buildFile = 'avro { producer { schema("shop:Paid:1.0.0") } }';
    const cart = { ...application('cart'), repository: 'acme/cart' };
    source.setApplications(cart);
    const ref = 'component:default/cart';
    await runner.run(scheduled());

    source.files['data/applications.json'] = '[';
    source.revision = 'broken';
    await runner.run(scheduled());
    source.setApplications(cart);
    source.buildFileFailure = new SyncFindingError({
      phase: 'FETCH',
      code: 'NETWORK',
      message: 'GitHub answered 502',
      hint: 'Try again.',
    });
    expect(await runner.run(scheduled())).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [{ code: 'NETWORK', entity: ref }],
      stats: { entitiesUpdated: 0, entitiesUnchanged: 4 },
    });
    const entities = await store.snapshot.getEntities([ref]);
    expect(entities.get(ref)?.spec).toMatchObject({
      providesApis: ['api:default/shop-paid-v1'],
    });
  });

  it('warns as long as the host calls the repository otherwise than the configuration', async () => {
    const { store, source, applyMutation } = await setUp(databaseId);
    const { runner } = startProcess({
      store,
      source,
      applyMutation,
      staticData: { github: { repo: 'acme/architecture', branch: 'main' } },
    });
    const run = async (trigger: Parameters<typeof scheduled>[0] = {}) => {
      const record = await runner.run(scheduled(trigger));
      return record?.warnings ?? [];
    };
    const warnings = [
      expect.stringContaining(
        'names acme/architecture, which is called acme/landscape now',
      ),
    ];
    expect(await run()).toEqual([]);

    source.newName = { owner: 'acme', name: 'landscape' };
    expect(await run()).toEqual(warnings);
    expect(await run()).toEqual(warnings);
    expect(await store.state.get()).toMatchObject({
      renamedTo: 'acme/landscape',
    });

    source.newName = new Error('the host does not answer');
    expect(await run()).toEqual(warnings);

    source.newName = undefined;
    const pushes = [
      { repository: 'acme/cart', commit: 'c1', pushedBy: 'github:octocat' },
    ];
    expect(await run({ syncType: 'PUSH', pushes })).toEqual(warnings);
    expect(await run()).toEqual([]);
    expect(source.downloads).toEqual(['1']);
  });

  it('does not believe of another repository what the host called the one before', async () => {
    const { store, source, applyMutation } = await setUp(databaseId);
    source.newName = { owner: 'umbrella', name: 'architecture' };
    const runWith = async (repo: string, trigger: object) => {
      const staticData = { github: { repo } };
      const process = startProcess({
        store,
        source,
        applyMutation,
        staticData,
      });
      await process.runner.run(scheduled(trigger));
      return (await store.state.get()).renamedTo;
    };
    const pushes = [
      { repository: 'acme/cart', commit: 'c1', pushedBy: 'github:octocat' },
    ];
    const push = { syncType: 'PUSH', pushes };
    expect(await runWith('acme/architecture', {})).toBe(
      'umbrella/architecture',
    );

    source.newName = new Error('the host does not answer');
    expect(await runWith('acme/architecture', {})).toBe(
      'umbrella/architecture',
    );
    expect(await runWith('beta/architecture', {})).toBeUndefined();

    source.newName = { owner: 'gamma', name: 'architecture' };
    expect(await runWith('delta/architecture', push)).toBe(
      'gamma/architecture',
    );
  });

  it('holds removals that look like an accident until the source heals', async () => {
    const { runner, source, store } = await setUp(databaseId);
    const many = Array.from({ length: 10 }, (_, i) => application(`app-${i}`));
    source.setApplications(...many);
    await runner.run(scheduled());

    source.setApplications(many[0]);
    for (let sync = 0; sync < 2; sync++) {
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { totalEntities: 12, entitiesRemoved: 0, removalsHeld: 9 },
      });
    }
    expect(await store.snapshot.list()).toHaveLength(12);

    source.setApplications(...many);
    expect(await runner.run(scheduled())).toMatchObject({
      status: 'SUCCESS',
      stats: { totalEntities: 12, entitiesUnchanged: 12, removalsHeld: 0 },
    });
  });

  it('records a source that cannot be read, and leaves the catalog as it is', async () => {
    const { runner, source, applyMutation, ended } = await setUp(databaseId);
    source.setApplications(application('cart'));
    await runner.run(scheduled());
    source.failure = new SyncFindingError({
      phase: 'FETCH',
      code: 'AUTH',
      message: 'Bad credentials',
      hint: 'Renew the token.',
    });

    const record = await runner.run(scheduled());
    expect(record).toMatchObject({
      status: 'FAILURE',
      errors: [
        {
          phase: 'FETCH',
          code: 'AUTH',
          error: 'Bad credentials',
          hint: 'Renew the token.',
        },
      ],
      stats: { totalEntities: 3, entitiesUnchanged: 3 },
    });
    expect(applyMutation).toHaveBeenCalledTimes(1);
    expect(ended.map(({ status }) => status)).toEqual(['SUCCESS', 'FAILURE']);
  });

  it('sends everything again after the catalog refused a mutation', async () => {
    const { runner, source, applyMutation, store } = await setUp(databaseId);
    await runner.run(scheduled());
    source.setApplications(application('cart'));
    applyMutation.mockRejectedValueOnce(new Error('deadlock'));

    expect(await runner.run(scheduled())).toMatchObject({
      status: 'FAILURE',
      errors: [{ phase: 'CATALOG_APPLY', code: 'CATALOG' }],
    });
    expect(await store.snapshot.list()).toHaveLength(2);

    expect(await runner.run(scheduled())).toMatchObject({
      status: 'SUCCESS',
      stats: { entitiesAdded: 1 },
    });
    expect(applyMutation.mock.lastCall?.[0].type).toBe('full');
  });

  it('records an unexpected exception with its stack', async () => {
    const { runner, source } = await setUp(databaseId);
    source.failure = new TypeError('x is not a function');
    expect(await runner.run(scheduled())).toMatchObject({
      status: 'FAILURE',
      errors: [
        {
          code: 'INTERNAL',
          error: 'x is not a function',
          stackTrace: expect.stringContaining('TypeError'),
        },
      ],
    });
  });

  it('runs one sync at a time, over all processes', async () => {
    const { runner, source, applyMutation, store } = await setUp(databaseId);
    const other = startProcess({ store, source, applyMutation });
    let release = () => {};
    const reading = new Promise<void>(isReading => {
      source.beforeRead = () => {
        isReading();
        return new Promise(resolve => {
          release = resolve;
        });
      };
    });
    const first = runner.run(scheduled());
    await reading;

    expect(await other.runner.run(scheduled())).toBeUndefined();
    expect(await store.lease.getRunning()).toMatchObject({
      syncType: 'SCHEDULED',
      phase: 'FETCH',
    });

    release();
    expect(await first).toMatchObject({ status: 'SUCCESS' });
    expect(await store.lease.getRunning()).toBeUndefined();
    expect(await store.history.count({})).toBe(1);
  });

  it('records the sync of a process that died, and runs its own after', async () => {
    const { runner, knex, store } = await setUp(databaseId);
    const died = scheduled({ triggeredBy: 'user:default/ann' });
    await store.lease.acquire({
      ...died,
      configSnapshot: { repository: 'acme/architecture', branch: 'main' },
    });
    await store.lease.heartbeat(died.syncId, 'CATALOG_APPLY');
    await knex('static_data_running_sync').update({
      expires_at: '2020-01-01T00:00:00.000Z',
    });

    const own = await runner.run(scheduled());
    expect(own?.status).toBe('SUCCESS');
    expect(await store.history.get(died.syncId)).toMatchObject({
      status: 'FAILURE',
      triggeredBy: 'user:default/ann',
      configSnapshot: { repository: 'acme/architecture' },
      errors: [{ phase: 'CATALOG_APPLY', code: 'INTERRUPTED' }],
    });
  });

  it('records the sync of a process that died without a sync of its own', async () => {
    const { runner, knex, store } = await setUp(databaseId);
    const died = scheduled();
    await store.lease.acquire({
      ...died,
      configSnapshot: { repository: 'acme/architecture', branch: 'main' },
    });
    await runner.recordInterrupted();
    expect(await store.history.get(died.syncId)).toBeUndefined();

    await knex('static_data_running_sync').update({
      expires_at: '2020-01-01T00:00:00.000Z',
    });
    await runner.recordInterrupted();
    expect(await store.history.get(died.syncId)).toMatchObject({
      status: 'FAILURE',
      errors: [{ code: 'INTERRUPTED' }],
    });
    expect(await store.lease.find(died.syncId)).toBeUndefined();
  });

  it('ends a running sync on shutdown, and records it', async () => {
    const { runner, source, store } = await setUp(databaseId);
    const reading = new Promise<void>(isReading => {
      source.beforeRead = signal => {
        isReading();
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      };
    });
    const run = runner.run(scheduled());
    await reading;
    await runner.stop();

    expect(await run).toMatchObject({
      status: 'FAILURE',
      errors: [{ phase: 'FETCH', code: 'INTERRUPTED' }],
    });
    expect(await store.lease.getRunning()).toBeUndefined();
    expect(await runner.run(scheduled())).toBeUndefined();
  });

  it('ends a sync that takes too long', async () => {
    const { source, store, applyMutation } = await setUp(databaseId);
    source.beforeRead = signal =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const impatient = startProcess({
      store,
      source,
      applyMutation,
      timeoutMs: 20,
    });
    expect(await impatient.runner.run(scheduled())).toMatchObject({
      status: 'FAILURE',
      errors: [{ code: 'TIMEOUT' }],
    });
  });

  it('waits no longer for the database than for the source', async () => {
    const { source, store, applyMutation } = await setUp(databaseId);
    const never = new Promise<never>(() => {});
    const hanging = {
      ...store,
      state: Object.assign(Object.create(store.state), { get: () => never }),
    };
    const impatient = startProcess({
      store: hanging,
      source,
      applyMutation,
      timeoutMs: 20,
    });
    expect(await impatient.runner.run(scheduled())).toMatchObject({
      status: 'FAILURE',
      errors: [{ code: 'TIMEOUT' }],
    });
  });

  it('tells that a sync has started, and of every phase that it reaches', async () => {
    const { runner, source, store, onProgress } = await setUp(databaseId);
    source.setApplications(application('cart'));
    const shown: Array<Promise<string | undefined>> = [];
    onProgress.mockImplementation(() => {
      shown.push(store.lease.getRunning().then(running => running?.phase));
    });
    const record = await runner.run(scheduled());

    expect(new Set(onProgress.mock.calls.flat())).toEqual(
      new Set([record!.id]),
    );
    expect(await shown[0]).toBe('FETCH');
    expect(onProgress.mock.calls.length).toBeGreaterThanOrEqual(5);
  });

  it('tells of no sync that does not start', async () => {
    const { runner, store, onProgress } = await setUp(databaseId);
    const { configSnapshot } = (await runner.run(scheduled()))!;
    onProgress.mockClear();
    await store.lease.acquire({ ...scheduled(), configSnapshot });

    expect(await runner.run(scheduled())).toBeUndefined();
    expect(onProgress).not.toHaveBeenCalled();
  });

  it('answers each request for a manual sync once, whoever is asked', async () => {
    const { runner, source, applyMutation, store } = await setUp(databaseId);
    const other = startProcess({ store, source, applyMutation });
    const request = await store.refreshRequests.enqueue({
      syncType: 'MANUAL',
      triggeredBy: 'user:default/ann',
      dryRun: false,
    });

    await Promise.all([
      runner.runRequested(),
      other.runner.runRequested(),
      runner.runRequested(),
    ]);
    await Promise.all([runner.runRequested(), other.runner.runRequested()]);

    const { records } = await store.history.list({ limit: 10 });
    expect(records).toEqual([
      expect.objectContaining({
        id: request.syncId,
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ann',
        status: 'SUCCESS',
      }),
    ]);
    expect(await store.refreshRequests.peek()).toBeUndefined();
  });

  it('answers what is requested just after it has found nothing more', async () => {
    const { runner, store } = await setUp(databaseId);
    const { refreshRequests } = store;
    const peek = refreshRequests.peek.bind(refreshRequests);
    let asked: Promise<void> | undefined;
    // not a spy, which would be hidden behind what the store wraps around its methods
    refreshRequests.peek = async query => {
      const found = await peek(query);
      if (!asked) {
        await refreshRequests.enqueue({
          syncType: 'MANUAL',
          triggeredBy: 'user:default/ann',
          dryRun: false,
        });
        asked = runner.runRequested();
      }
      return found;
    };

    await runner.runRequested();
    await asked;
    expect(await store.history.count({})).toBe(1);
  });

  it('answers what the schedule asks for during a sync by that sync, but no other request', async () => {
    const { runner, source, store } = await setUp(databaseId);
    const tick = { syncType: 'SCHEDULED', dryRun: false } as const;
    await store.refreshRequests.enqueue(tick);
    source.beforeRead = async () => {
      source.beforeRead = async () => {};
      await store.refreshRequests.enqueue(tick);
    };
    await runner.runRequested();
    expect(await store.history.count({})).toBe(1);
    expect(await store.refreshRequests.count()).toBe(0);

    await store.refreshRequests.enqueue(tick);
    source.beforeRead = async () => {
      source.beforeRead = async () => {};
      await store.refreshRequests.enqueue({
        ...tick,
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ann',
      });
    };
    await runner.runRequested();
    expect(await store.history.count({})).toBe(3);
  });

  it('answers what the schedule asks for during a sync that fails by another one', async () => {
    const { runner, source, store } = await setUp(databaseId);
    const tick = { syncType: 'SCHEDULED', dryRun: false } as const;
    await store.refreshRequests.enqueue(tick);
    source.beforeRead = async () => {
      source.beforeRead = async () => {};
      await store.refreshRequests.enqueue(tick);
      throw new Error('the network is away');
    };
    await runner.runRequested();
    const { records } = await store.history.list({ limit: 10 });
    expect(records.map(({ status }) => status)).toEqual(['SUCCESS', 'FAILURE']);
  });

  it('pauses after a sync that took all of its time, though the schedule has asked for another', async () => {
    const { source, store, applyMutation } = await setUp(databaseId);
    const { runner } = startProcess({
      store,
      source,
      applyMutation,
      timeoutMs: 300,
    });
    const tick = { syncType: 'SCHEDULED', dryRun: false } as const;
    await store.refreshRequests.enqueue(tick);
    source.beforeRead = async () => {
      await store.refreshRequests.enqueue(tick);
      await new Promise(() => {});
    };
    await runner.runRequested();
    const { records } = await store.history.list({ limit: 10 });
    expect(records).toMatchObject([
      { status: 'FAILURE', errors: [{ code: 'TIMEOUT' }] },
    ]);
    expect(await store.refreshRequests.count()).toBe(0);
  });

  it('computes the changes of a dry run, and applies none', async () => {
    const { runner, source, applyMutation, store } = await setUp(databaseId);
    source.setApplications(application('cart'));
    const { syncId } = await store.refreshRequests.enqueue({
      syncType: 'MANUAL',
      triggeredBy: 'user:default/ann',
      dryRun: true,
      ref: 'idea',
    });
    await runner.runRequested();

    expect(await store.history.get(syncId)).toMatchObject({
      dryRun: true,
      status: 'SUCCESS',
      configSnapshot: { branch: 'idea' },
      stats: { entitiesAdded: 3 },
    });
    expect(applyMutation).not.toHaveBeenCalled();
    expect(await store.snapshot.list()).toEqual([]);
    expect(await store.history.getLatest()).toBeUndefined();
  });
});
