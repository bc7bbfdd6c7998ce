import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { withChecksum } from '../apply/checksum';
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

async function settle(store: StaticDataStore, status: 'confirmed' | 'failed') {
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

async function readLog(store: StaticDataStore, syncId: string) {
  const { lines } = await store.logs.list({ syncId, limit: 500 });
  return lines.map(({ message }) => message).join('\n');
}

const CART = 'component:default/cart';

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
        withChecksum({ ...cart, metadata: { ...cart.metadata, title: 'Old' } }),
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
        drift: { missing: 1, outdated: 0, unexpected: 1 },
      });
      expect([...catalog.shown.keys()].sort()).toEqual([
        CART,
        'group:default/shop-squad',
        'system:default/shop',
      ]);
    });

    it('leaves what it has never removed, such as after the loss of its store', async () => {
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

    it('looks at the catalog in the time of a phase', async () => {
      const { catalog, runner } = await setUp(databaseId);
      catalog.service.getEntityFacets.mockImplementationOnce(async () => {
        await new Promise(resolve => setTimeout(resolve, 60));
        throw new Error('busy');
      });
      const record = await runner.run(scheduled());
      const phase = record?.phases.find(p => p.phase === 'CATALOG_APPLY');
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
      expect(catalog.service.getEntityFacets).not.toHaveBeenCalled();
      expect(catalog.applyMutation).not.toHaveBeenCalled();
    });

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
