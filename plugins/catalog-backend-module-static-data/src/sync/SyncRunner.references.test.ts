import { TestDatabases } from '@backstage/backend-test-utils';
import { MemoryCatalog } from './__testUtils__/MemoryCatalog';
import { application, MemorySource } from './__testUtils__/MemorySource';
import {
  createStore,
  scheduled,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const ELSEWHERE = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { namespace: 'default', name: 'platform' },
};

describe.each(databases.eachSupportedId())(
  'SyncRunner with references on %s',
  databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const { store } = await createStore(knex);
      const source = new MemorySource();
      const catalog = new MemoryCatalog();
      source.setApplications({
        ...application('cart'),
        supportedBySquadsIds: ['platform'],
      });
      const start = () =>
        startProcess({
          store,
          source,
          applyMutation: catalog.applyMutation,
          catalog: catalog.service,
        }).runner;
      return { source, catalog, start };
    }

    it('warns of an owner until another provider has it, although the source stays the same', async () => {
      const { catalog, start } = await setUp();
      const runner = start();
      for (const run of [runner, runner, start()]) {
        expect(await run.run(scheduled())).toMatchObject({
          status: 'SUCCESS',
          warningCount: 1,
        });
      }

      catalog.shown.set('group:default/platform', ELSEWHERE);
      expect(await runner.run(scheduled())).toMatchObject({
        status: 'SUCCESS',
        warningCount: 0,
      });
      expect(await runner.run(scheduled())).toMatchObject({ warningCount: 0 });

      catalog.shown.delete('group:default/platform');
      expect(await runner.run(scheduled())).toMatchObject({ warningCount: 1 });
    });

    it('makes no warning up while the catalog cannot be asked', async () => {
      const { catalog, start } = await setUp();
      catalog.service.getEntitiesByRefs.mockRejectedValue(new Error('down'));
      expect(await start().run(scheduled())).toMatchObject({
        status: 'SUCCESS',
        warningCount: 0,
      });
    });

    it('warns of a squad that the source removes, although the catalog still has it', async () => {
      const { source, start } = await setUp();
      source.files['data/squads.json'] = JSON.stringify([
        { id: 'shop-squad' },
        { id: 'platform' },
      ]);
      const runner = start();
      expect(await runner.run(scheduled())).toMatchObject({ warningCount: 0 });

      source.files['data/squads.json'] = '[{"id": "shop-squad"}]';
      source.revision = 'without';
      expect(await runner.run(scheduled())).toMatchObject({
        warningCount: 1,
        stats: { entitiesRemoved: 1 },
      });
    });
  },
);
