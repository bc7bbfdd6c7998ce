import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import {
  createAppliedSync,
  createChange,
  createRemoval,
  createSync,
  createUpdate,
} from '../__testUtils__/createSync';
import { createStaticDataStore } from '../StaticDataStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  return createStaticDataStore({ getClient: async () => knex });
}

/** A source with one sync that has sent an entity. */
async function createSynced(databaseId: TestDatabaseId, id: string) {
  const store = await createStore(databaseId);
  await store.sources.open({ id });
  await store
    .ofSource(id)
    .complete(createAppliedSync({ id: 's1', number: 1 }, [createChange('a')]));
  return store;
}

const requestOf = (syncId: string) => ({
  syncId,
  syncType: 'MANUAL' as const,
  dryRun: false,
  configSnapshot: { repository: 'acme/architecture', branch: 'main' },
});

describe.each(databases.eachSupportedId())('SourceList, %s', databaseId => {
  it('has the sources that were opened, whatever is configured now', async () => {
    const { sources } = await createStore(databaseId);
    expect(await sources.list()).toEqual([]);
    await sources.open({ id: 'payments' });
    await sources.open({ id: 'core' });
    await sources.open({ id: 'payments' });
    expect(await sources.list()).toMatchObject([
      { id: 'core', providerId: 'core' },
      { id: 'payments', providerId: 'payments' },
    ]);
  });

  it('remembers that entities were released, until the source comes back', async () => {
    const { sources, ofSource } = await createStore(databaseId);
    await sources.open({ id: 'payments' });
    const release = { revision: 'r1', fingerprint: 'f1', fullApply: false };
    await ofSource('payments').complete(
      createAppliedSync({}, [], { state: { ...release, release: true } }),
    );
    expect(await sources.list()).toMatchObject([
      { releasedAt: expect.stringMatching(/^20.*Z$/) },
    ]);
    const opened = await sources.open({ id: 'payments' });
    expect(opened.releasedAt).toBeUndefined();
  });

  describe('when a source is renamed', () => {
    it('keeps all that is known of it, and the name of its provider', async () => {
      const store = await createSynced(databaseId, 'default');
      const storeId = await store.ofSource('default').state.getStoreId();
      await store.outbox.tell(
        await store.outbox.getTold('default', 'failing'),
        'open',
        [],
      );
      const opened = await store.sources.open({
        id: 'core',
        renamedFrom: 'default',
      });
      expect(opened).toMatchObject({
        id: 'core',
        providerId: 'default',
        isTakeoverLate: false,
      });
      const { history, snapshot, changes, state, lease } =
        store.ofSource('core');
      expect(await history.get('s1')).toMatchObject({ source: 'core' });
      expect(await snapshot.list()).toHaveLength(1);
      expect(
        await changes.listOfEntity({
          entityRef: 'component:default/a',
          limit: 1,
        }),
      ).toMatchObject({ entries: [{ source: 'core' }] });
      expect(await state.get()).toMatchObject({ lastAppliedSyncId: 's1' });
      expect(await state.getStoreId()).toBe(storeId);
      expect(await lease.acquire(requestOf('s2'))).toMatchObject({ number: 2 });
      expect(await store.outbox.getTold('core', 'failing')).toMatchObject({
        value: 'open',
      });
      expect((await store.sources.list()).map(({ id }) => id)).toEqual([
        'core',
      ]);
    });

    it('does nothing when it is opened again', async () => {
      const store = await createSynced(databaseId, 'default');
      const source = { id: 'core', renamedFrom: 'default' };
      const first = await store.sources.open(source);
      expect(await store.sources.open(source)).toEqual(first);
    });

    it('lets no process start a sync that still knows it by its former id', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      expect(
        await store.ofSource('default').lease.acquire(requestOf('s2')),
      ).toEqual({ acquired: false });
    });

    it('takes in the sync that a process runs who still knows it by its former id', async () => {
      const store = await createSynced(databaseId, 'default');
      const former = store.ofSource('default');
      await former.lease.acquire(requestOf('s2'));
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      await former.state.noteScheduled();

      // Before it has told the catalog anything, it stops.
      expect(await former.lease.heartbeat('s2', 'PARSE')).toBeUndefined();
      await former.complete(
        createAppliedSync({ id: 's2', number: 2 }, [createRemoval('a')]),
      );
      await former.lease.release('s2');

      const { history, snapshot, lease } = store.ofSource('core');
      expect(await history.get('s2')).toMatchObject({
        source: 'core',
        number: 2,
      });
      expect(await snapshot.count()).toBe(0);
      expect(await lease.acquire(requestOf('s3'))).toMatchObject({ number: 3 });
      expect((await store.sources.list()).map(({ id }) => id)).toEqual([
        'core',
      ]);
    });

    it('takes in the requests of a process that still knows it by its former id', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      const { refreshRequests } = store.ofSource('default');
      const { syncId } = await refreshRequests.enqueue({
        syncType: 'MANUAL',
        dryRun: false,
      });
      const push = { commit: 'abc', pushedBy: 'guest' };
      for (const repository of ['acme/a', 'acme/b']) {
        await refreshRequests.enqueuePush({ ...push, repository }, 0);
      }

      expect(await refreshRequests.count()).toBe(0);
      const ofCore = store.ofSource('core').refreshRequests;
      expect(await ofCore.count()).toBe(2);
      expect(await ofCore.take(syncId)).toMatchObject({ syncType: 'MANUAL' });
      expect(await ofCore.peek()).toMatchObject({
        pushes: [{ repository: 'acme/a' }, { repository: 'acme/b' }],
      });
    });

    it('takes a record in that a process has with the former id', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      await store
        .ofSource('core')
        .complete(
          createAppliedSync({ id: 's2', number: 2, source: 'default' }, [
            createRemoval('a'),
          ]),
        );
      expect(await store.history.get('s2')).toMatchObject({ source: 'core' });
      expect(await store.ofSource('core').snapshot.count()).toBe(0);
    });

    it('gives the former id to another source, whose provider is another one', async () => {
      const store = await createSynced(databaseId, 'core');
      await store.sources.open({ id: 'platform', renamedFrom: 'core' });
      expect(await store.sources.open({ id: 'core' })).toMatchObject({
        providerId: 'core-2',
      });
      expect(await store.sources.list()).toEqual([
        { id: 'core', providerId: 'core-2' },
        { id: 'platform', providerId: 'core' },
      ]);
      expect(
        await store.ofSource('core').lease.acquire(requestOf('s2')),
      ).toMatchObject({ acquired: true, number: 1 });
    });

    it('takes nothing over once it has entities of its own', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.sources.open({ id: 'core' });
      await store
        .ofSource('core')
        .complete(createAppliedSync({ id: 'c1' }, [createChange('b')]));
      expect(
        await store.sources.open({ id: 'core', renamedFrom: 'default' }),
      ).toMatchObject({ isTakeoverLate: true, providerId: 'core' });
      expect(await store.ofSource('default').snapshot.count()).toBe(1);
    });

    it('takes over what it finds out too late, and keeps the syncs that it had meanwhile', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.sources.open({ id: 'core' });
      const core = store.ofSource('core');
      for (const number of [1, 2]) {
        await core.complete(createSync({ id: `c${number}`, number }));
      }
      expect(
        await store.sources.open({ id: 'core', renamedFrom: 'default' }),
      ).toMatchObject({ isTakeoverLate: false, providerId: 'default' });
      const { records } = await core.history.list({ limit: 10 });
      expect(
        records.map(({ id, number }) => `${id} #${number}`).sort(),
      ).toEqual(['c1 #3', 'c2 #4', 's1 #1']);
      expect(await core.lease.acquire(requestOf('s5'))).toMatchObject({
        number: 5,
      });
    });

    it('has the states that the source had which it takes over, whatever it has had itself', async () => {
      const { sources, ofSource } = await createStore(databaseId);
      await sources.open({ id: 'default' });
      await sources.open({ id: 'core' });
      const complete = (
        source: string,
        number: number,
        change: ChangeToRecord,
      ) => ofSource(source).complete(createAppliedSync({ number }, [change]));
      await complete('default', 1, createChange('a'));
      await complete('core', 1, createChange('b'));
      await complete('core', 2, createRemoval('b'));
      await complete('default', 2, createUpdate('a', 1, 2));
      await sources.open({ id: 'core', renamedFrom: 'default' });
      await complete('core', 5, createChange('b'));
      const listState = async (number: number) => {
        const { entries } = await ofSource('core').changes.listState({
          source: 'core',
          at: { number },
          limit: 9,
        });
        return entries.map(({ hash }) => hash);
      };
      expect(await listState(1)).toEqual(['a-1']);
      expect(await listState(2)).toEqual(['a-2']);
      expect(await listState(5)).toEqual(['a-2', 'b-1']);
    });

    it('numbers no further than there are syncs', async () => {
      const store = await createSynced(databaseId, 'default');
      await store
        .ofSource('default')
        .complete(createSync({ id: 's500', number: 500 }));
      await store.sources.open({ id: 'core' });
      const core = store.ofSource('core');
      await core.complete(createSync({ id: 'c1', number: 1 }));
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      expect(await core.history.get('c1')).toMatchObject({ number: 501 });
      expect(await core.lease.acquire(requestOf('s502'))).toMatchObject({
        number: 502,
      });
    });

    it('has numbers of its own whatever its row says', async () => {
      const knex = await databases.init(databaseId);
      const store = await createStaticDataStore({
        getClient: async () => knex,
      });
      await store.sources.open({ id: 'default' });
      await store
        .ofSource('default')
        .complete(
          createAppliedSync({ id: 's1', number: 1 }, [createChange('a')]),
        );
      const core = store.ofSource('core');
      for (const number of [1, 2, 3]) {
        await core.complete(createSync({ id: `c${number}`, number }));
      }
      await knex('static_data_sync_state').update({ last_number: null });
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      expect(await core.history.get('c3')).toMatchObject({ number: 6 });
      expect(await core.lease.acquire(requestOf('s7'))).toMatchObject({
        number: 7,
      });
    });

    it('is not released for what somebody has asked before', async () => {
      const store = await createSynced(databaseId, 'default');
      await store
        .ofSource('default')
        .releaseRequests.enqueue({ syncType: 'MANUAL', dryRun: false });
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      const { releaseRequests } = store.ofSource('core');
      expect(await releaseRequests.peek()).toBeUndefined();
    });

    it('has its history counted again', async () => {
      const store = await createSynced(databaseId, 'default');
      const count = async (source: string) => store.history.count({ source });
      expect(await count('core')).toBe(0);
      expect(await count('default')).toBe(1);
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      expect(await count('core')).toBe(1);
      expect(await count('default')).toBe(0);
    });

    it('can be renamed back, whatever processes with the former id have written', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      const former = store.ofSource('default');
      await former.activeSources.see('print', 'acme/architecture');
      await store.outbox.tell(
        await store.outbox.getTold('default', 'failing'),
        'open',
        [],
      );
      expect(
        await store.sources.open({ id: 'default', renamedFrom: 'core' }),
      ).toMatchObject({ id: 'default', providerId: 'default' });
      expect(await former.snapshot.count()).toBe(1);
    });

    it('lets a process start no sync whose id another source has by now', async () => {
      const store = await createSynced(databaseId, 'core');
      await store.sources.open({ id: 'platform', renamedFrom: 'core' });
      await store.sources.open({ id: 'core' });
      const { lease } = store.ofSource('core');
      expect(await lease.acquire(requestOf('s2'), 'core')).toEqual({
        acquired: false,
      });
      expect(await lease.acquire(requestOf('s2'), 'core-2')).toMatchObject({
        acquired: true,
      });
    });

    it('sends all entities again, for them to say the new id', async () => {
      const store = await createSynced(databaseId, 'default');
      await store.ofSource('default').complete(
        createAppliedSync({ id: 's2' }, [], {
          state: { revision: 'r1', fingerprint: 'f1', fullApply: true },
        }),
      );
      await store.sources.open({ id: 'core', renamedFrom: 'default' });
      expect(await store.ofSource('core').state.get()).toMatchObject({
        revision: 'r1',
        lastFullApplyAt: undefined,
      });
    });

    it('keeps the provider although the store is a new one', async () => {
      const { sources } = await createStore(databaseId);
      expect(
        await sources.open({ id: 'core', renamedFrom: 'default' }),
      ).toMatchObject({ providerId: 'default' });
    });
  });
});

describe.each(databases.eachSupportedId())(
  'What is stored of sources side by side, %s',
  databaseId => {
    it('has a lease, numbers and requests for each', async () => {
      const store = await createStore(databaseId);
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      for (const source of [payments, core]) {
        expect(
          await source.lease.acquire(requestOf(`${source.sourceId}-1`)),
        ).toMatchObject({ acquired: true, number: 1 });
      }
      expect(await payments.lease.acquire(requestOf('payments-2'))).toEqual({
        acquired: false,
      });
      expect(await core.lease.getRunning()).toMatchObject({
        id: 'core-1',
        source: 'core',
      });
      const { syncId } = await core.refreshRequests.enqueue({
        syncType: 'SCHEDULED',
        dryRun: false,
      });
      expect(await payments.refreshRequests.peek()).toBeUndefined();
      expect(await core.refreshRequests.peek()).toMatchObject({ syncId });
      expect(await store.refreshRequests.isQueued(syncId)).toBe(true);
    });

    it('has requests to release entities apart from all others', async () => {
      const store = await createStore(databaseId);
      const { refreshRequests, releaseRequests } = store.ofSource('payments');
      const request = { syncType: 'MANUAL' as const, dryRun: false };
      const sync = await refreshRequests.enqueue(request);
      expect(await releaseRequests.peek()).toBeUndefined();
      const release = await releaseRequests.enqueue(request);
      expect(release).toMatchObject({ joined: false });
      expect(await refreshRequests.peek()).toMatchObject({
        syncId: sync.syncId,
      });
      expect(await refreshRequests.take(release.syncId)).toBeUndefined();
      expect(await store.refreshRequests.isQueued(release.syncId)).toBe(true);

      await store.sources.open({ id: 'payments' });
      expect(await releaseRequests.peek()).toBeUndefined();
      expect(await refreshRequests.count()).toBe(1);
    });

    it('keeps an entity with the source that had it first', async () => {
      const store = await createStore(databaseId);
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      await payments.complete(
        createAppliedSync({ id: 'p1' }, [createChange('a')]),
      );
      await core.complete(
        createAppliedSync({ id: 'c1' }, [createChange('a'), createChange('b')]),
      );
      const refs = ['component:default/a', 'component:default/b'];
      expect(await core.snapshot.findInOtherSources(refs)).toEqual(
        new Map([[refs[0], 'payments']]),
      );
      expect(await payments.snapshot.findInOtherSources(refs)).toEqual(
        new Map([[refs[1], 'core']]),
      );
      await core.complete(
        createAppliedSync({ id: 'c2' }, [createRemoval('a')]),
      );
      expect(await payments.snapshot.count()).toBe(1);
    });

    it('lets one sync at a time claim a new entity, until it is recorded', async () => {
      const store = await createStore(databaseId);
      const refs = ['component:default/a', 'component:default/b'];
      const alone = store.ofSource('alone').snapshot;
      expect(await alone.claim('a1', refs)).toEqual(new Map());
      await store.sources.open({ id: 'payments' });
      await store.sources.open({ id: 'core' });
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      await payments.lease.acquire(requestOf('p1'));
      await core.lease.acquire(requestOf('c1'));

      expect(await payments.snapshot.claim('p1', [refs[0]])).toEqual(new Map());
      expect(await core.snapshot.claim('c1', refs)).toEqual(
        new Map([[refs[0], 'payments']]),
      );
      expect(await payments.snapshot.claim('p1', refs)).toEqual(
        new Map([[refs[1], 'core']]),
      );

      await payments.complete(createSync({ id: 'p1', status: 'FAILURE' }));
      expect(await core.snapshot.claim('c1', refs)).toEqual(new Map());
      await core.complete(
        createAppliedSync({ id: 'c1' }, [createChange('a'), createChange('b')]),
      );
      expect(await payments.snapshot.claim('p2', refs)).toEqual(
        new Map(refs.map(ref => [ref, 'core'])),
      );
    });

    it('frees what a sync has claimed that has ended', async () => {
      const store = await createStore(databaseId);
      await store.sources.open({ id: 'payments' });
      await store.sources.open({ id: 'core' });
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      await payments.lease.acquire(requestOf('p1'));
      await payments.complete(createSync({ id: 'p1', status: 'FAILURE' }));
      // It was stopped, but the statement was on its way.
      await payments.snapshot.claim('p1', ['component:default/a']);
      await payments.lease.release('p1');
      expect(await core.snapshot.claim('c1', ['component:default/a'])).toEqual(
        new Map(),
      );
    });

    it('lets several claim the same, whatever the order', async () => {
      const store = await createStore(databaseId);
      await store.sources.open({ id: 'payments' });
      await store.sources.open({ id: 'core' });
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      await payments.lease.acquire(requestOf('p1'));
      await core.lease.acquire(requestOf('c1'));
      for (let round = 0; round < 10; round++) {
        const refs = Array.from(
          { length: 250 },
          (_, i) => `component:default/${round}-${i}`,
        );
        const [others, ofPayments] = await Promise.all([
          payments.snapshot.claim('p1', refs),
          core.snapshot.claim('c1', [...refs].reverse()),
        ]);
        expect(others.size + ofPayments.size).toBe(refs.length);
      }
    });

    it('has the next sync look again where another source has what one has sent', async () => {
      const store = await createStore(databaseId);
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      for (const [source, id] of [
        [payments, 'p1'],
        [core, 'c1'],
      ] as const) {
        await source.complete(createAppliedSync({ id }, [createChange('a')]));
      }
      expect(await payments.state.get()).toMatchObject({ revision: 'r1' });
      expect(await core.state.get()).toMatchObject({
        revision: undefined,
        fingerprint: undefined,
      });
    });

    it('counts the outcomes and keeps the records of each by itself', async () => {
      const store = await createStore(databaseId);
      const [payments, core] = ['payments', 'core'].map(store.ofSource);
      await payments.complete(
        createAppliedSync({ id: 'p1', startTime: '2026-03-01T10:00:00.000Z' }),
      );
      for (const id of ['c1', 'c2', 'c3']) {
        await core.complete(
          createAppliedSync({
            id,
            number: Number(id[1]),
            startTime: `2026-03-0${id[1]}T10:00:00.000Z`,
            status: 'FAILURE',
          }),
        );
      }
      const from = '2026-01-01T00:00:00.000Z';
      expect(await payments.history.getOutcomes(from)).toMatchObject({
        total: 1,
        consecutiveFailures: 0,
      });
      expect(await core.history.getOutcomes(from)).toMatchObject({
        total: 3,
        consecutiveFailures: 3,
      });
      expect(await store.history.count({})).toBe(4);
      expect(await store.history.count({ source: 'core' })).toBe(3);

      await store.trimHistory({ retentionDays: 36_500, maxRecords: 1 });
      expect(await payments.history.count({})).toBe(1);
      expect(await core.history.count({})).toBe(1);
    });
  },
);
