import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { StaticDataStore } from '@internal/plugin-static-data-node';
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
    pending.map(({ syncId, entityRef }) => ({ syncId, entityRef, status })),
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
        `1 entity is missing from the catalog; adding it again: ${CART}`,
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
            filter: {
              'metadata.annotations.static-data/source-file': expect.anything(),
            },
            facets: ['kind'],
          },
          { credentials: expect.anything() },
        ],
      ]);
      expect(catalog.service.streamEntities).not.toHaveBeenCalled();
      expect(catalog.applyMutation).not.toHaveBeenCalled();
    });

    it.each(['pending', 'failed'] as const)(
      'does not miss what the catalog has not confirmed: %s',
      async status => {
        const { store, source, catalog, runner } = await setUp(databaseId);
        source.setApplications(
          application('cart'),
          application('till'),
          application('search'),
        );
        await runner.run(scheduled());
        if (status === 'failed') {
          await settle(store, 'failed');
        }
        catalog.shown.delete('component:default/search');
        jest.clearAllMocks();

        await runner.run(scheduled());
        expect(catalog.service.streamEntities).not.toHaveBeenCalled();
        expect(catalog.applyMutation).not.toHaveBeenCalled();
      },
    );

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
