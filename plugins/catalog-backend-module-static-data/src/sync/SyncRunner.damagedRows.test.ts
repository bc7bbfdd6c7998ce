import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { application } from './__testUtils__/MemorySource';
import { MemoryCatalog } from './__testUtils__/MemoryCatalog';
import {
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** A process that has synced four entities to a catalog. */
async function setUp(databaseId: TestDatabaseId) {
  const { knex, store, source } = await setUpProcess(
    await databases.init(databaseId),
  );
  const catalog = new MemoryCatalog();
  const { runner } = startProcess({ store, source, ...catalog.connection });
  source.setApplications(application('cart'), application('search'));
  await runner.run(scheduled());
  const makeFullApplyDue = () =>
    knex('static_data_sync_state').update({
      last_full_apply_at: '2020-01-01T00:00:00.000Z',
    });
  return { knex, store, source, runner, catalog, makeFullApplyDue };
}

/** @returns a function that undoes it */
function breakMethod<T extends object>(store: T, name: keyof T): () => void {
  Object.assign(store, {
    [name]: async () => {
      throw new Error('broken');
    },
  });
  return () => void Reflect.deleteProperty(store, name);
}

describe.each(databases.eachSupportedId())(
  'SyncRunner with damaged rows on %s',
  databaseId => {
    it.each(['stats', 'commit', 'errors', 'phases', 'config_snapshot'])(
      'syncs although the record of the sync before has damaged %s',
      async column => {
        const { runner, knex } = await setUp(databaseId);
        await knex('static_data_sync_history').update({ [column]: '{' });

        expect(await runner.run(scheduled())).toMatchObject({
          status: 'SUCCESS',
          stats: { totalEntities: 4, apiRelationships: expect.anything() },
        });
      },
    );

    it.each([
      ['entity_versions', 'entity', '{'],
      ['snapshot', 'hash', 'damaged'],
      ['snapshot', 'kind', ''],
      ['snapshot', 'source_file', 'damaged.json'],
    ])(
      'deletes nothing because of a damaged row of %s: %s',
      async (table, column, damage) => {
        const { runner, knex, source, store, catalog, makeFullApplyDue } =
          await setUp(databaseId);
        const damageAndRun = async () => {
          await knex(`static_data_${table}`).update({ [column]: damage });
          await makeFullApplyDue();
          return runner.run(scheduled());
        };
        expect(await damageAndRun()).toMatchObject({
          status: 'SUCCESS',
          stats: { totalEntities: 4 },
        });
        expect(catalog.shown.size).toBe(4);

        // What is kept is nowhere but in the store and the catalog.
        source.files['data/applications.json'] = '[{"id": "cart",';
        source.revision = 'broken';
        await damageAndRun();
        expect(catalog.shown.size).toBe(4);

        source.setApplications(application('search'));
        expect(await damageAndRun()).toMatchObject({
          status: 'PARTIAL_SUCCESS',
          stats: { removalsHeld: 1, entitiesRemoved: 0 },
        });
        expect(catalog.shown.size).toBe(4);

        await store.heldRemovals.approve(
          ['component:default/cart'],
          'user:default/ann',
        );
        await runner.run(scheduled());
        expect([...catalog.shown.keys()].sort()).toEqual([
          'component:default/search',
          'group:default/shop-squad',
          'system:default/shop',
        ]);
      },
    );

    it('reads build files again whose entry is damaged', async () => {
      const { runner, knex, source, store } = await setUp(databaseId);
      source.buildFile = `provides { api 'shop:orders:v1' }`;
      source.setApplications({
        ...application('cart'),
        repository: 'acme/cart',
      });
      await runner.run(scheduled());
      const stored = await store.buildFiles.list();
      expect(stored).toHaveLength(1);
      await knex('static_data_build_files').update({ provides_apis: '[' });

      await runner.run(scheduled());
      expect(await store.buildFiles.list()).toEqual(stored);
    });

    it('records a sync whose process died, although its lease is damaged', async () => {
      const { runner, knex, store } = await setUp(databaseId);
      const dead = scheduled();
      await store.lease.acquire({
        ...dead,
        configSnapshot: { repository: 'a', branch: 'b' },
      });
      await knex('static_data_running_sync').update({
        expires_at: '2020-01-01T00:00:00.000Z',
        config_snapshot: '{',
      });
      await knex('static_data_sync_history').update({ stats: '{' });

      expect(await runner.run(scheduled())).toMatchObject({
        status: 'SUCCESS',
      });
      expect(await store.history.get(dead.syncId)).toMatchObject({
        status: 'FAILURE',
        errors: [{ code: 'INTERRUPTED' }],
      });
    });

    it('records a sync that cannot even read the state before it', async () => {
      const { runner, store } = await setUp(databaseId);
      const mend = breakMethod(store.state, 'get');
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'FAILURE',
        errors: [{ code: 'STORE' }],
      });
      mend();
      expect(await store.lease.getRunning()).toBeUndefined();
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'SUCCESS',
      });
    });

    it('frees the lease when it cannot take the request', async () => {
      const { runner, store } = await setUp(databaseId);
      const mend = breakMethod(store.refreshRequests, 'take');
      const request = await store.refreshRequests.enqueue({
        syncType: 'SCHEDULED',
        dryRun: false,
      });
      await expect(runner.run(request, { claim: true })).rejects.toThrow();
      mend();
      expect(await store.lease.find(request.syncId)).toBeUndefined();
    });
  },
);
