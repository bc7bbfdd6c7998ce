import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import { SourceStore } from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { application, MemorySource } from './__testUtils__/MemorySource';
import { MemoryCatalog } from './__testUtils__/MemoryCatalog';
import {
  createStore,
  scheduled,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const ADA = 'user:default/ada';
const CANCEL = { phase: 'CATALOG_APPLY' } as const;

/** As if what is recorded had been recorded before the clock was set back by an hour. */
async function setClockBack(knex: Knex): Promise<void> {
  const times = {
    static_data_sync_history: ['start_time', 'end_time'],
    static_data_sync_changes: ['start_time'],
    static_data_sync_state: ['last_applied_at', 'last_success_at'],
  };
  for (const [table, columns] of Object.entries(times)) {
    const [{ [columns[0]]: latest }] = await knex(table)
      .orderBy(columns[0], 'desc')
      .limit(1);
    const later = new Date(new Date(latest).getTime() + 60 * 60 * 1000);
    for (const column of columns) {
      await knex(table).update({ [column]: later.toISOString() });
    }
  }
}

describe.each(databases.eachSupportedId())(
  'SyncRunner of a steered source, on %s',
  databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const { all, store } = await createStore(knex);
      const source = new MemorySource();
      const catalog = new MemoryCatalog();
      const process = startProcess({ store, source, ...catalog.connection });
      const sync = async (options?: Parameters<typeof scheduled>[0]) =>
        (await process.runner.run(scheduled(options)))!;
      const listSnapshot = async () =>
        (await store.snapshot.list())
          .map(({ entityRef, hash }) => `${entityRef} ${hash}`)
          .sort();
      return {
        knex,
        all,
        store,
        source,
        catalog,
        sync,
        listSnapshot,
        ...process,
      };
    }

    it('runs nothing but dry runs while it is paused', async () => {
      const { store, runner, ended } = await setUp();
      await store.steering.pause({ triggeredBy: ADA, reason: 'why' });
      const wanted = { syncType: 'MANUAL', triggeredBy: ADA } as const;
      await store.refreshRequests.enqueue({
        syncType: 'SCHEDULED',
        dryRun: false,
      });
      await store.refreshRequests.enqueue({ ...wanted, dryRun: true });
      await runner.runRequested();
      expect(ended).toMatchObject([{ dryRun: true }]);
      const resumed = await store.steering.resume({ triggeredBy: ADA });
      await runner.runRequested();
      expect(ended.slice(1)).toMatchObject([
        { id: resumed!.syncId, syncType: 'MANUAL', triggeredBy: ADA },
      ]);
    });

    it('stops a sync that somebody cancels, and leaves the catalog as it is', async () => {
      const { store, source, catalog, runner, sync } = await setUp();
      const { syncId } = scheduled();
      source.beforeRead = async signal => {
        expect(await store.lease.cancel(syncId, ADA)).toBe(true);
        expect(await store.lease.cancel(syncId, 'user:default/bob')).toBe(
          false,
        );
        expect(await store.lease.getRunning()).toMatchObject({
          cancelledBy: ADA,
        });
        runner.checkCancelled(syncId);
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      };
      expect(await sync({ syncId })).toMatchObject({
        status: 'FAILURE',
        cancelledBy: ADA,
        errors: [
          {
            phase: 'FETCH',
            code: 'CANCELLED',
            error: 'The sync was cancelled',
          },
        ],
      });
      expect(catalog.shown.size).toBe(0);
      source.beforeRead = async () => {};
      const { id } = await sync();
      // Nothing that somebody has to correct, and so nothing that is corrected by now.
      expect(await store.history.get(id)).toMatchObject({ status: 'SUCCESS' });
      expect(await store.findings.listOpen([id])).toEqual([]);
      expect(await store.history.getOutcomes('2026-01-01')).toMatchObject({
        total: 1,
        consecutiveFailures: 0,
      });
    });

    it('does not send anything once it is cancelled, whoever hears of it first', async () => {
      const { store, source, catalog, sync } = await setUp();
      const { syncId } = scheduled();
      source.beforeRead = async () => {
        await store.lease.cancel(syncId, ADA);
      };
      expect(await sync({ syncId })).toMatchObject({
        status: 'FAILURE',
        errors: [{ code: 'CANCELLED' }],
      });
      expect(catalog.shown.size).toBe(0);
    });

    /** A lease that somebody cancels as its sync says that it begins a phase. */
    function cancelIn(
      { lease }: Pick<SourceStore, 'lease'>,
      wanted: { phase: string; syncId: string; isFirst?: boolean },
    ): SourceStore['lease'] {
      const cancel = () => lease.cancel(wanted.syncId, ADA);
      return new Proxy(lease, {
        get: (target, name) =>
          name === 'heartbeat'
            ? async (...args: Parameters<typeof lease.heartbeat>) => {
                const isMeant = args[1] === wanted.phase;
                await (isMeant && wanted.isFirst && cancel());
                const held = await target.heartbeat(...args);
                await (isMeant && !wanted.isFirst && cancel());
                return held;
              }
            : Reflect.get(target, name),
      });
    }

    it.each(['PARSE', 'TRANSFORM', 'DIFF'])(
      'leaves the catalog as it is if the sync is cancelled in %s',
      async phase => {
        const { store, source, catalog, sync, listSnapshot } = await setUp();
        source.setApplications(application('cart'));
        await sync();
        const state = await listSnapshot();
        const shown = new Map(catalog.shown);
        source.setApplications(application('shop'));
        const { syncId } = scheduled();
        const lease = cancelIn(store, { phase, syncId });
        const { runner } = startProcess({
          store: { ...store, lease },
          source,
          ...catalog.connection,
        });
        expect(await runner.run(scheduled({ syncId }))).toMatchObject({
          status: 'FAILURE',
          errors: [{ code: 'CANCELLED' }],
        });
        expect(catalog.shown).toEqual(shown);
        expect(await listSnapshot()).toEqual(state);
        expect(await sync()).toMatchObject({ status: 'SUCCESS' });
      },
    );

    it('says that nothing was sent of a sync that is cancelled right before it sends', async () => {
      const { store, source, catalog } = await setUp();
      source.setApplications(application('cart'));
      const { syncId } = scheduled();
      const lease = cancelIn(store, { ...CANCEL, syncId, isFirst: true });
      const { runner } = startProcess({
        store: { ...store, lease },
        source,
        ...catalog.connection,
      });
      const record = await runner.run(scheduled({ syncId }));
      expect(record?.errors).toMatchObject([
        {
          phase: 'FETCH',
          error: 'The sync was cancelled',
          hint: expect.stringMatching(/^Nothing was applied/),
        },
      ]);
      expect(catalog.shown.size).toBe(0);
    });

    it.each([
      ['of an unchanged source', { dryRun: false }],
      ['that is a dry run', { dryRun: true }],
    ])(
      'does not run a sync %s to its end if it is cancelled at its end',
      async (_, options) => {
        const { store, source, catalog, sync } = await setUp();
        source.setApplications(application('cart'));
        await sync();
        const { syncId } = scheduled();
        const lease = cancelIn(store, { ...CANCEL, syncId, isFirst: true });
        const { runner } = startProcess({
          store: { ...store, lease },
          source,
          ...catalog.connection,
        });
        expect(
          await runner.run(scheduled({ syncId, ...options })),
        ).toMatchObject({ status: 'FAILURE', cancelledBy: ADA });
      },
    );

    it('does not stop a sync that sends its changes', async () => {
      const knex = await databases.init(databaseId);
      const { store } = await createStore(knex);
      const { syncId } = scheduled();
      const cancelled: boolean[] = [];
      const { runner } = startProcess({
        store,
        source: new MemorySource(),
        applyMutation: async (_: EntityProviderMutation) => {
          expect(await store.lease.getRunning()).toMatchObject(CANCEL);
          cancelled.push(await store.lease.cancel(syncId, ADA));
        },
      });
      const record = await runner.run(scheduled({ syncId }));
      expect(record).toMatchObject({ status: 'SUCCESS' });
      expect(cancelled).toContain(false);
      expect(cancelled).not.toContain(true);
    });

    it('has the revision of a sync that fails once the source is read', async () => {
      const { store, source, sync } = await setUp();
      const { syncId } = scheduled();
      source.setApplications(application('cart', 'Cart'));
      source.beforeCommit = () => store.lease.cancel(syncId, ADA);
      expect(await sync({ syncId })).toMatchObject({
        status: 'FAILURE',
        revision: source.revision,
        errors: [{ code: 'CANCELLED' }],
      });
    });

    it('goes back to the state after an earlier sync, and on from there', async () => {
      const { store, source, catalog, sync, listSnapshot } = await setUp();
      source.setApplications(application('cart'), application('shop'));
      const first = await sync();
      const state = await listSnapshot();
      source.setApplications(application('cart', 'Other'), application('new'));
      await sync();
      source.setApplications(application('cart', 'Third'));
      const latest = await sync();
      const changed = await listSnapshot();

      const preview = await sync({ dryRun: true, stateOf: first.id });
      expect(preview).toMatchObject({
        revision: first.revision,
        stats: { entitiesAdded: 1, entitiesUpdated: 1, entitiesRemoved: 0 },
      });
      expect(await listSnapshot()).toEqual(changed);

      await store.steering.pin({
        triggeredBy: ADA,
        revision: first.revision,
        sync: { id: first.id, number: first.number },
      });
      source.setApplications(application('cart', 'Fourth'));
      const restored = await sync();
      expect(restored).toMatchObject({
        status: 'SUCCESS',
        revision: first.revision,
        stats: { entitiesAdded: 1, entitiesUpdated: 1, entitiesRemoved: 0 },
      });
      expect(await listSnapshot()).toEqual(state);
      expect([...catalog.shown.keys()].sort()).toEqual(
        state.map(entry => entry.split(' ')[0]),
      );
      // However often, and if everything is sent again.
      expect(await sync()).toMatchObject({ stats: { entitiesUpdated: 0 } });
      expect(await sync({ full: true })).toMatchObject({ status: 'SUCCESS' });
      expect(await listSnapshot()).toEqual(state);

      // What unpinning would bring.
      expect(await sync({ dryRun: true })).toMatchObject({
        stats: { entitiesUpdated: 1, entitiesRemoved: 1 },
      });
      await store.steering.unpin({ triggeredBy: ADA });
      expect(await sync()).toMatchObject({
        status: 'SUCCESS',
        revision: String(Number(latest.revision) + 1),
        stats: { entitiesUpdated: 1, entitiesRemoved: 1 },
      });
    });

    it('knows every state, and goes back to it, after the clock was set back', async () => {
      const { knex, store, source, sync, listSnapshot } = await setUp();
      const synced: Array<{ id: string; number: number; state: string[] }> = [];
      const change = async (
        ...applications: Parameters<MemorySource['setApplications']>
      ) => {
        source.setApplications(...applications);
        const { id, number } = await sync();
        synced.push({ id, number, state: await listSnapshot() });
      };
      await change(application('cart'));
      await change(application('cart', 'Other'), application('shop'));
      await setClockBack(knex);
      await change(application('cart', 'Third'), application('shop'));
      await change(application('cart', 'Fourth'));

      for (const { number, state } of synced) {
        const { entries } = await store.changes.listState({
          source: store.sourceId,
          at: { number },
          limit: 10,
        });
        expect(
          entries.map(({ entityRef, hash }) => `${entityRef} ${hash}`),
        ).toEqual(state);
      }
      expect(await store.history.getLastApplied()).toMatchObject({
        id: synced[3].id,
      });
      expect(
        await store.history.getLastApplied({ number: synced[2].number }),
      ).toMatchObject({ id: synced[2].id });
      const { id, number, state } = synced[1];
      const { revision } = (await store.history.get(id))!;
      await store.steering.pin({
        triggeredBy: ADA,
        revision,
        sync: { id, number },
      });
      expect(await sync()).toMatchObject({ status: 'SUCCESS', revision });
      expect(await listSnapshot()).toEqual(state);
    });

    it('still knows the new name of its repository after it went back', async () => {
      const { store, source, sync } = await setUp();
      source.newName = { owner: 'acme', name: 'landscape' };
      source.setApplications(application('cart'));
      const first = await sync();
      source.setApplications(application('cart', 'Other'));
      await sync();
      await store.steering.pin({
        triggeredBy: ADA,
        revision: first.revision,
        sync: { id: first.id, number: first.number },
      });
      expect(await sync()).toMatchObject({ revision: first.revision });
      expect(await store.state.get()).toMatchObject({
        renamedTo: 'acme/landscape',
      });
    });

    it('holds removals on the way back as on the way forth', async () => {
      const { store, source, sync } = await setUp();
      source.setApplications(application('cart'));
      const first = await sync();
      source.setApplications(
        ...['cart', 'a', 'b', 'c', 'd', 'e', 'f'].map(id => application(id)),
      );
      await sync();
      await store.steering.pin({
        triggeredBy: ADA,
        revision: first.revision,
        sync: { id: first.id, number: first.number },
      });
      expect(await sync()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { removalsHeld: 6, entitiesRemoved: 0 },
      });
      expect(
        await store.heldRemovals.approve(
          (await store.heldRemovals.list()).map(({ entityRef }) => entityRef),
          ADA,
        ),
      ).toHaveLength(6);
      expect(await sync()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesRemoved: 6 },
      });
    });

    it('stays as it is where the recorded changes do not reach back', async () => {
      const { all, store, source, sync, listSnapshot } = await setUp();
      source.setApplications(application('cart'));
      const first = await sync();
      source.setApplications(application('cart', 'Other'));
      await sync();
      source.setApplications(application('cart', 'Third'));
      await sync();
      const state = await listSnapshot();
      await all.trimHistory({ retentionDays: 365, maxRecords: 1 });
      await store.steering.pin({
        triggeredBy: ADA,
        revision: first.revision,
        sync: { id: first.id, number: first.number },
      });
      expect(await sync()).toMatchObject({
        status: 'FAILURE',
        errors: [
          {
            code: 'NOT_FOUND',
            error: expect.stringContaining('no longer reach back to'),
          },
        ],
      });
      expect(await listSnapshot()).toEqual(state);
    });

    it('stays at a state with findings when the recorded changes do not reach back any more', async () => {
      const { all, store, source, sync, listSnapshot } = await setUp();
      source.setApplications(application('cart'), { id: 'broken' });
      const first = await sync();
      source.setApplications(application('cart'), application('shop'));
      await sync();
      await store.steering.pin({
        triggeredBy: ADA,
        revision: first.revision,
        sync: { id: first.id, number: first.number },
      });
      const restored = await sync();
      expect(restored).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors: first.errors,
      });
      await sync();
      const state = await listSnapshot();
      await all.trimHistory({ retentionDays: 365, maxRecords: 1 });
      for (const full of [false, true]) {
        expect(await sync({ full })).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          errors: first.errors,
        });
      }
      expect(await listSnapshot()).toEqual(state);
    });

    it('does not run a sync again if the source has been pinned or has gone on since', async () => {
      const { store, source, sync, listSnapshot } = await setUp();
      source.setApplications(application('cart'));
      const first = await sync();
      const state = await listSnapshot();
      source.setApplications(application('cart'), application('shop'));
      const again = { full: true, ref: (await sync()).revision };
      await store.steering.pin({
        triggeredBy: ADA,
        revision: first.revision,
        sync: { id: first.id, number: first.number },
      });
      expect(await sync(again)).toMatchObject({ revision: first.revision });
      expect(await listSnapshot()).toEqual(state);

      await store.steering.unpin({ triggeredBy: ADA });
      const read = jest.spyOn(source, 'read');
      const readRefs = () => read.mock.calls.map(([{ ref }]) => ref);
      await sync(again);
      expect(readRefs()).toEqual([undefined]);
      await sync(again);
      expect(readRefs()).toEqual([undefined, again.ref]);
    });

    it('gets back from any state to any other', async () => {
      const { store, source, sync, listSnapshot } = await setUp();
      const ids = ['a', 'b', 'c', 'd'];
      const states: Array<{ id: string; number: number; state: string[] }> = [];
      // Each application comes and goes, and has two versions, in another rhythm.
      for (let round = 0; round < 9; round++) {
        source.setApplications(
          ...ids
            .filter((_, i) => (round + i) % (i + 2) !== 0)
            .map((id, i) => application(id, `${id}${(round >> i) % 2}`)),
        );
        const { id, number } = await sync();
        states.push({ id, number, state: await listSnapshot() });
      }
      let pin: number | undefined;
      for (const index of [4, 0, 7, 2, 8, 1, 5]) {
        const { id, number, state } = states[index];
        const pinned = await store.steering.pin(
          { triggeredBy: ADA, sync: { id, number } },
          pin,
        );
        expect(pinned).toBeDefined();
        pin = (await store.steering.get()).pin!.id;
        expect(await sync()).toMatchObject({ status: 'SUCCESS' });
        expect(await listSnapshot()).toEqual(state);
      }
    });
  },
);
