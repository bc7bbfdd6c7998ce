import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SourceStore } from '@internal/plugin-static-data-node';
import { withSentVersion } from '../apply/sentVersion';
import { MemoryCatalog } from './__testUtils__/MemoryCatalog';
import { application } from './__testUtils__/MemorySource';
import {
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** With a catalog that has confirmed two applications, a squad and a bounded context. */
async function setUp(databaseId: TestDatabaseId) {
  const { store, source } = await setUpProcess(
    await databases.init(databaseId),
  );
  source.setApplications(application('cart'), application('till'));
  const catalog = new MemoryCatalog();
  const { applyMutation, service } = catalog;
  const { runner } = startProcess({
    store,
    source,
    applyMutation,
    catalog: service,
  });
  await runner.run(scheduled());
  await settle(store, 'confirmed');
  jest.clearAllMocks();
  return { store, source, catalog, runner };
}

async function settle(store: SourceStore, status: 'confirmed' | 'failed') {
  const pending = await store.confirmations.listPending(100);
  await store.confirmations.settle(
    pending.map(({ syncId, entityRef }) => ({
      syncId,
      entityRef,
      status,
      ...(status === 'failed' && { problem: 'refused', reason: 'Refused' }),
    })),
  );
}

async function readLog(store: SourceStore, syncId: string) {
  const { lines } = await store.logs.list({ syncId, limit: 500 });
  return lines.map(({ message }) => message).join('\n');
}

const CART = 'component:default/cart';

describe.each(databases.eachSupportedId())(
  'a sync with a new store, on a catalog that an earlier one has filled, on %s',
  databaseId => {
    /** A process with an empty store, over the source and the catalog of another. */
    async function loseStore() {
      const { source, catalog } = await setUp(databaseId);
      const { store } = await setUpProcess(await databases.init(databaseId));
      const process = startProcess({ ...catalog.connection, store, source });
      return { source, catalog, store, ...process };
    }

    const TILL = 'component:default/till';

    it('finds everything as it should be, and changes nothing', async () => {
      const { catalog, store, runner } = await loseStore();
      const before = new Map(catalog.shown);
      const record = (await runner.run(scheduled()))!;
      expect(record).toMatchObject({
        status: 'SUCCESS',
        stats: {
          totalEntities: 4,
          entitiesUnchanged: 4,
          entitiesAdded: 0,
          entitiesUpdated: 0,
        },
      });
      expect(record).not.toHaveProperty('drift');
      expect(catalog.shown).toEqual(before);
      expect(await readLog(store, record.id)).toContain(
        '4 entities are in the catalog although the sync store does not know of them; they count as applied:',
      );

      // The store knows again what to send if the catalog loses it.
      catalog.lose(CART);
      expect(await runner.run(scheduled())).toMatchObject({
        stats: { entitiesUnchanged: 4 },
        drift: { missing: 1 },
      });
      expect(catalog.shown).toEqual(before);
    });

    it('holds what would be emptied, until it is back, whatever else it sends', async () => {
      const { source, catalog, store, runner } = await loseStore();
      const before = [...catalog.shown.keys()].sort();
      source.setApplications();
      for (const full of [false, true]) {
        expect(await runner.run(scheduled({ full }))).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          stats: { entitiesRemoved: 0, removalsHeld: 2, totalEntities: 4 },
        });
        expect([...catalog.shown.keys()].sort()).toEqual(before);
      }
      expect(await store.heldRemovals.list()).toMatchObject([
        { entityRef: CART },
        { entityRef: TILL },
      ]);

      source.setApplications(application('cart'), application('till'));
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUnchanged: 4, removalsHeld: 0 },
      });
    });

    it('removes and updates what the guard does not hold, and records from what', async () => {
      const { source, catalog, store, runner } = await loseStore();
      source.setApplications(application('cart', 'Basket'));
      const record = (await runner.run(scheduled()))!;
      expect(record).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesRemoved: 1, entitiesUpdated: 1, entitiesUnchanged: 2 },
        drift: { unexpected: 1 },
      });
      expect([...catalog.shown.keys()]).not.toContain(TILL);
      const { changes } = await store.changes.list({
        syncId: record.id,
        limit: 10,
      });
      expect(changes).toMatchObject([
        { entityRef: TILL, change: 'removed' },
        {
          entityRef: CART,
          change: 'updated',
          differences: {
            fields: [
              { path: '/metadata/title', before: 'cart', after: 'Basket' },
            ],
          },
        },
      ]);
      expect(await runner.run(scheduled())).toMatchObject({
        stats: { totalEntities: 3, entitiesUnchanged: 3 },
      });
    });

    it('deletes nothing while the catalog cannot be asked, and asks again', async () => {
      const { source, catalog, runner } = await loseStore();
      const before = [...catalog.shown.keys()].sort();
      source.setApplications();
      catalog.service.getEntityFacets.mockRejectedValueOnce(new Error('down'));
      await runner.run(scheduled());
      expect([...catalog.shown.keys()].sort()).toEqual(before);

      expect(await runner.run(scheduled())).toMatchObject({
        stats: { removalsHeld: 2 },
      });
      expect([...catalog.shown.keys()].sort()).toEqual(before);
    });

    it('says in a dry run what would be held', async () => {
      const { source, store, runner } = await loseStore();
      source.setApplications();
      expect(await runner.run(scheduled({ dryRun: true }))).toMatchObject({
        stats: { entitiesUnchanged: 4, removalsHeld: 2, entitiesAdded: 0 },
      });
      expect(await store.snapshot.list()).toEqual([]);
    });

    it('adds what the catalog does not have', async () => {
      const { catalog, runner } = await loseStore();
      catalog.shown.clear();
      catalog.known.clear();
      expect(await runner.run(scheduled())).toMatchObject({
        stats: { entitiesAdded: 4, entitiesUnchanged: 0 },
      });
      expect(catalog.shown.size).toBe(4);
    });
  },
);

describe.each(databases.eachSupportedId())(
  'a sync, when the catalog has lost entities, on %s',
  databaseId => {
    it('removes them and adds them again, although the source is unchanged', async () => {
      const { store, catalog, runner } = await setUp(databaseId);
      catalog.shown.delete(CART);

      const record = await runner.run(scheduled());
      expect(record).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUnchanged: 4, entitiesAdded: 0 },
      });
      expect(catalog.applyMutation).toHaveBeenCalledTimes(2);
      expect([...catalog.shown.keys()]).toContain(CART);
      expect(await readLog(store, record!.id)).toContain(
        `1 entity is missing from the catalog and sent again: ${CART}`,
      );

      await runner.run(scheduled());
      expect(catalog.applyMutation).toHaveBeenCalledTimes(2);
    });

    it('brings everything back that was in a catalog that was emptied', async () => {
      const { catalog, runner } = await setUp(databaseId);
      const before = [...catalog.shown.keys()].sort();
      catalog.shown.clear();
      catalog.known.clear();
      await runner.run(scheduled());
      expect([...catalog.shown.keys()].sort()).toEqual(before);
    });

    it('sends them with what has changed in the source', async () => {
      const { source, catalog, runner } = await setUp(databaseId);
      catalog.shown.delete(CART);
      catalog.shown.delete('component:default/till');
      source.setApplications(application('cart'), application('search'));
      await runner.run(scheduled());
      expect([...catalog.shown.keys()].sort()).toEqual([
        CART,
        'component:default/search',
        'group:default/shop-squad',
        'system:default/shop',
      ]);
    });

    it('asks for no more than counts as long as nothing is missing', async () => {
      const { catalog, runner } = await setUp(databaseId);
      await runner.run(scheduled());
      expect(catalog.service.getEntityFacets.mock.calls).toEqual([
        [
          {
            facets: ['metadata.annotations.static-data/checksum'],
            filter: {
              'metadata.annotations.static-data/provider': 'static-data',
            },
          },
          { credentials: expect.anything() },
        ],
      ]);
      expect(catalog.service.streamEntities).not.toHaveBeenCalled();
      expect(catalog.applyMutation).not.toHaveBeenCalled();
    });

    it('does not miss what may be on its way, unless the process has just started', async () => {
      const { store, source, catalog, runner } = await setUp(databaseId);
      source.setApplications(application('cart'), application('search'));
      await runner.run(scheduled());
      catalog.lose('component:default/search');
      jest.clearAllMocks();

      expect(await runner.run(scheduled())).not.toHaveProperty('drift');
      expect(catalog.applyMutation).not.toHaveBeenCalled();

      const next = startProcess({ ...catalog.connection, store, source });
      expect(await next.runner.run(scheduled())).toMatchObject({
        drift: { missing: 1, outdated: 0, unexpected: 0 },
      });
      expect([...catalog.shown.keys()]).toContain('component:default/search');
    });

    it('sends again what the catalog has refused and does not show, which is no change', async () => {
      const { store, source, catalog, runner } = await setUp(databaseId);
      source.setApplications(
        application('cart'),
        application('till'),
        application('search'),
      );
      const { id } = (await runner.run(scheduled()))!;
      await settle(store, 'failed');
      catalog.lose('component:default/search');

      const record = await runner.run(scheduled());
      expect(record).not.toHaveProperty('drift');
      expect(record).not.toHaveProperty('confirmation');
      expect([...catalog.shown.keys()]).toContain('component:default/search');
      expect(await readLog(store, record!.id)).toContain(
        '1 entity that the catalog refused is sent again: component:default/search',
      );
      const { changes } = await store.changes.list({ syncId: id, limit: 10 });
      expect(changes).toMatchObject([
        {
          confirmation: {
            status: 'failed',
            reason: 'The catalog refused it before; it was sent again',
          },
        },
      ]);
    });

    it('leaves alone what the catalog has refused because it is of another source', async () => {
      const { store, source, catalog, runner } = await setUp(databaseId);
      source.setApplications(
        application('cart'),
        application('till'),
        application('search'),
      );
      await runner.run(scheduled());
      await settle(store, 'failed');
      catalog.shown.set('component:default/search', {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'search', namespace: 'default' },
      });
      jest.clearAllMocks();
      await runner.run(scheduled());
      expect(catalog.applyMutation).not.toHaveBeenCalled();
    });

    it('sends again what the catalog shows in another version, and removes nothing for it', async () => {
      const { store, catalog, runner } = await setUp(databaseId);
      const cart = catalog.shown.get(CART)!;
      catalog.restore(
        withSentVersion(
          { ...cart, metadata: { ...cart.metadata, title: 'Old' } },
          { id: 'default', providerId: 'default' },
        ),
        'static-data',
      );
      const record = (await runner.run(scheduled()))!;
      expect(record).toMatchObject({
        drift: { missing: 0, outdated: 1, unexpected: 0 },
      });
      expect(catalog.shown.get(CART)).toEqual(cart);
      expect(catalog.applyMutation.mock.calls).toMatchObject([
        [{ type: 'delta', added: [{ entity: cart }], removed: [] }],
      ]);
      const { changes } = await store.changes.list({
        syncId: record.id,
        limit: 10,
      });
      expect(changes).toMatchObject([
        {
          entityRef: CART,
          change: 'resent',
          sourceFile: 'data/applications.json',
          confirmation: { status: 'pending' },
        },
      ]);
    });

    it('removes what the catalog has and the source has not any more, though the number is right', async () => {
      const { source, catalog, runner } = await setUp(databaseId);
      const till = catalog.shown.get('component:default/till')!;
      source.setApplications(application('cart'));
      await runner.run(scheduled());
      catalog.restore(till, 'static-data');
      catalog.lose(CART);

      expect(await runner.run(scheduled())).toMatchObject({
        stats: { entitiesRemoved: 1, entitiesUnchanged: 3 },
        drift: { missing: 1, outdated: 0, unexpected: 1 },
      });
      expect([...catalog.shown.keys()].sort()).toEqual([
        CART,
        'group:default/shop-squad',
        'system:default/shop',
      ]);
    });

    it('leaves a copy of an entity alone', async () => {
      const { catalog, runner } = await setUp(databaseId);
      const cart = catalog.shown.get(CART)!;
      catalog.restore(
        { ...cart, metadata: { ...cart.metadata, name: 'copy' } },
        'static-data',
      );
      expect(await runner.run(scheduled())).not.toHaveProperty('drift');
      expect([...catalog.shown.keys()]).toContain('component:default/copy');
    });

    it('tries once to remove what it has removed before, but is not its own', async () => {
      const { source, catalog, runner } = await setUp(databaseId);
      const till = catalog.shown.get('component:default/till')!;
      source.setApplications(application('cart'));
      await runner.run(scheduled());
      catalog.restore(till, 'another');
      expect(await runner.run(scheduled())).toMatchObject({
        drift: { unexpected: 1 },
      });
      expect(await runner.run(scheduled())).not.toHaveProperty('drift');
      expect([...catalog.shown.keys()]).toContain('component:default/till');
    });

    it('reads and sends everything when asked to, and removes first what is not shown', async () => {
      const { source, catalog, runner } = await setUp(databaseId);
      const read = jest.spyOn(source, 'read');
      catalog.shown.delete(CART);
      const record = await runner.run(scheduled({ full: true }));
      expect(read.mock.calls[0][0].revision).toBeUndefined();
      expect(record).toMatchObject({
        status: 'SUCCESS',
        drift: { missing: 1, outdated: 0, unexpected: 0 },
      });
      expect(catalog.applyMutation.mock.calls).toMatchObject([
        [{ type: 'delta', added: [], removed: [{ entityRef: CART }] }],
        [{ type: 'full', entities: { length: 4 } }],
      ]);
    });

    it('looks at the catalog in the time of the first phase', async () => {
      const { catalog, runner } = await setUp(databaseId);
      catalog.service.getEntityFacets.mockImplementationOnce(async () => {
        await new Promise(resolve => setTimeout(resolve, 60));
        throw new Error('busy');
      });
      const record = await runner.run(scheduled());
      const phase = record?.phases.find(p => p.phase === 'FETCH');
      expect(phase?.durationMs).toBeGreaterThanOrEqual(50);
    });

    it('misses as many although the catalog refuses as many updates', async () => {
      const { store, source, catalog, runner } = await setUp(databaseId);
      source.setApplications(application('cart'), {
        ...application('till'),
        description: 'Refused',
      });
      await runner.run(scheduled());
      await settle(store, 'failed');
      catalog.shown.delete(CART);

      await runner.run(scheduled());
      expect([...catalog.shown.keys()]).toContain(CART);
    });

    it('leaves them alone in a dry run', async () => {
      const { catalog, runner } = await setUp(databaseId);
      catalog.shown.clear();
      await runner.run(scheduled({ dryRun: true }));
      expect(catalog.applyMutation).not.toHaveBeenCalled();
    });

    it('adds what a sync added that ended while it sent it, so that a record has it', async () => {
      const { source, catalog, runner } = await setUp(databaseId);
      source.setApplications(
        application('cart'),
        application('till'),
        application('search'),
      );
      const apply = catalog.applyMutation.getMockImplementation()!;
      catalog.applyMutation.mockImplementationOnce(async mutation => {
        await apply(mutation);
        throw new Error('The connection broke');
      });
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'FAILURE',
      });
      expect([...catalog.shown.keys()]).toContain('component:default/search');

      expect(await runner.run(scheduled())).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 1, entitiesUnchanged: 4 },
      });
    });

    it.each([true, false])(
      'does not wait for a catalog that does not answer, and finds out next time whether it took the changes: %p',
      async isTaken => {
        const { store, source, catalog } = await setUp(databaseId);
        source.setApplications(
          application('cart', 'Basket'),
          application('search'),
        );
        const apply = catalog.applyMutation.getMockImplementation()!;
        const hanging = startProcess({ ...catalog.connection, store, source });
        let stopped: Promise<void> | undefined;
        catalog.applyMutation.mockImplementationOnce(async mutation => {
          if (isTaken) {
            await apply(mutation);
          }
          stopped = hanging.runner.stop();
          await new Promise(() => {});
        });
        expect(await hanging.runner.run(scheduled())).toMatchObject({
          status: 'FAILURE',
          errors: [
            {
              code: 'INTERRUPTED',
              phase: 'CATALOG_APPLY',
              error:
                'The sync was aborted because the backend shut down while it sent its changes to the catalog, which may have taken them or not',
            },
          ],
        });
        await stopped;

        const next = startProcess({ ...catalog.connection, store, source });
        expect(await next.runner.run(scheduled())).toMatchObject({
          status: 'SUCCESS',
          stats: {
            entitiesAdded: 1,
            entitiesUpdated: 1,
            entitiesRemoved: 1,
            entitiesUnchanged: 2,
          },
        });
        expect([...catalog.shown.keys()].sort()).toEqual([
          CART,
          'component:default/search',
          'group:default/shop-squad',
          'system:default/shop',
        ]);
      },
    );

    it('goes on, and says so, if the catalog cannot be asked', async () => {
      const { store, source, catalog, runner } = await setUp(databaseId);
      catalog.service.getEntityFacets.mockRejectedValueOnce(new Error('down'));
      source.setApplications(application('cart'), application('search'));
      const record = await runner.run(scheduled());
      expect(record).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 1, entitiesRemoved: 1 },
      });
      expect(await readLog(store, record!.id)).toContain(
        'Could not check whether the catalog still has all entities',
      );
    });
  },
);
