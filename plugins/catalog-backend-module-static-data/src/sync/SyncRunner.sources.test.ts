import { TestDatabases } from '@backstage/backend-test-utils';
import { application, MemorySource } from './__testUtils__/MemorySource';
import { MemoryCatalog } from './__testUtils__/MemoryCatalog';
import {
  createStore,
  scheduled,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const SQUAD = 'group:default/shop-squad';

describe.each(databases.eachSupportedId())(
  'SyncRunners of several sources, on %s',
  databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const start = async (id: string) => {
        const { store } = await createStore(knex, id);
        const source = new MemorySource();
        const catalog = new MemoryCatalog();
        const { runner } = startProcess({
          store,
          source,
          ...catalog.connection,
        });
        const sync = async () => (await runner.run(scheduled()))!;
        const listRefs = async () =>
          (await store.snapshot.list()).map(({ entityRef }) => entityRef);
        return { source, catalog, sync, listRefs };
      };
      return { payments: await start('payments'), core: await start('core') };
    }

    it('leave an entity to the source that had it first, and say so in the other', async () => {
      const { payments, core } = await setUp();
      core.source.setApplications(application('cart'));
      expect(await payments.sync()).toMatchObject({ status: 'SUCCESS' });
      for (let i = 0; i < 3; i++) {
        const record = await core.sync();
        expect(record).toMatchObject({
          source: 'core',
          number: i + 1,
          status: 'PARTIAL_SUCCESS',
          errors: [
            {
              code: 'OTHER_SOURCE',
              phase: 'TRANSFORM',
              entity: SQUAD,
              file: 'data/squads.json',
              line: 1,
              error: `${SQUAD} of the source 'core' is left out, because the catalog has it from the source 'payments'`,
              hint: expect.stringContaining(
                "If 'payments' has left the configuration, release its entities.",
              ),
            },
            expect.objectContaining({ entity: 'system:default/shop' }),
          ],
        });
        expect(await payments.sync()).toMatchObject({
          status: 'SUCCESS',
          stats: { totalEntities: 2 },
        });
      }
      expect(await core.listRefs()).toEqual(['component:default/cart']);
      expect([...core.catalog.shown.keys()]).toEqual([
        'component:default/cart',
      ]);
    });

    it('take an entity over once the other source does not have it any more', async () => {
      const { payments, core } = await setUp();
      await payments.sync();
      await core.sync();
      payments.source.files['data/squads.json'] = JSON.stringify([
        { id: 'pay-squad', name: 'Pay squad' },
      ]);
      payments.source.files['data/bounded-contexts.json'] = JSON.stringify([
        { id: 'pay', name: 'Pay', ownerSquadId: 'pay-squad' },
      ]);
      payments.source.revision = '2';
      await payments.sync();
      expect(await core.sync()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 2 },
      });
      expect((await core.listRefs()).sort()).toEqual([
        SQUAD,
        'system:default/shop',
      ]);
    });

    it('may refer to what another source has', async () => {
      const { payments, core } = await setUp();
      payments.source.files['data/squads.json'] = JSON.stringify([
        { id: 'pay-squad', name: 'Pay squad' },
      ]);
      payments.source.files['data/bounded-contexts.json'] = '[]';
      core.source.setApplications({
        ...application('cart'),
        supportedBySquadsIds: ['pay-squad'],
      });
      expect(await core.sync()).toMatchObject({ warningCount: 1 });
      await payments.sync();
      expect(await core.sync()).toMatchObject({
        status: 'SUCCESS',
        warningCount: 0,
      });
    });

    it('send what comes from each, and say which it is', async () => {
      const { payments } = await setUp();
      await payments.sync();
      expect(
        payments.catalog.shown.get(SQUAD)?.metadata.annotations,
      ).toMatchObject({ 'static-data/source': 'payments' });
    });
  },
);
