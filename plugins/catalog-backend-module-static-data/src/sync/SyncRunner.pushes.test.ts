import { TestDatabases } from '@backstage/backend-test-utils';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { application } from './__testUtils__/MemorySource';
import {
  DOWNLOADED,
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const CART = 'component:default/cart';
const PAY = 'component:default/pay';
const PUSHES = [
  { repository: 'acme/cart', commit: 'c1', pushedBy: 'github:octocat' },
];

const afterPush = (pushes = PUSHES) =>
  scheduled({ syncType: 'PUSH', triggeredBy: 'github:octocat', pushes });

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'SyncRunner after pushes to repositories of applications, on %s',
  databaseId => {
    /** Two applications with a repository each, and an API, all synced. */
    async function setUp() {
      const set = await setUpProcess(
        await databases.init(databaseId),
        DOWNLOADED,
      );
      const { source, store, runner } = set;
      const asked: string[] = [];
      source.beforeBuildFile = async ({ name }) => void asked.push(name);
      source.files['contracts/shop/avro/Paid/v1.avsc'] =
        '{ "type": "record", "name": "Paid", "fields": [] }';
      source.buildFile = 'avro { }';
      source.setApplications(
        { ...application('cart'), repository: 'acme/cart' },
        { ...application('pay'), repository: 'acme/pay' },
      );
      await runner.run(scheduled());
      asked.length = 0;
      return {
        ...set,
        asked,
        /** Makes an application a consumer of the API. */
        consume: (name: string) => {
          source.buildFiles[name] =
            'avro { consumer { schema("shop:Paid:1.0.0") } }';
        },
        getConsumed: async (ref: string) =>
          (await store.snapshot.getEntities([ref])).get(ref)?.spec
            ?.consumesApis,
      };
    }

    it('reads their build files alone, and neither the source nor the others', async () => {
      const { runner, source, asked, consume, getConsumed } = await setUp();
      consume('acme/cart');
      consume('acme/pay');
      const record = await runner.run(afterPush());
      expect(record).toMatchObject({
        syncType: 'PUSH',
        status: 'SUCCESS',
        triggeredBy: 'github:octocat',
        pushes: PUSHES,
        revision: '2',
        stats: { entitiesUpdated: 1, entitiesUnchanged: 4 },
      });
      expect(new Set(asked)).toEqual(new Set(['cart']));
      expect(source.downloads).toEqual(['2']);
      expect(await getConsumed(CART)).toEqual(['api:default/shop-paid-v1']);
      expect(await getConsumed(PAY)).toBeUndefined();

      expect(await runner.run(scheduled())).toMatchObject({
        stats: { entitiesUpdated: 1 },
      });
      expect(await getConsumed(PAY)).toEqual(['api:default/shop-paid-v1']);
    });

    it('reads the source as well if it has changed, and what is new there', async () => {
      const { runner, source, asked, consume, getConsumed } = await setUp();
      consume('acme/new');
      source.setApplications(
        { ...application('cart', 'Basket'), repository: 'acme/cart' },
        { ...application('pay'), repository: 'acme/pay' },
        { ...application('new'), repository: 'acme/new' },
      );
      expect(await runner.run(afterPush())).toMatchObject({
        status: 'SUCCESS',
        revision: '3',
        stats: { entitiesAdded: 1, entitiesUpdated: 1 },
      });
      expect(new Set(asked)).toEqual(new Set(['cart', 'new']));
      expect(await getConsumed('component:default/new')).toHaveLength(1);
    });

    it('knows still what was wrong with other build files', async () => {
      const { runner, source, asked, consume } = await setUp();
      source.beforeBuildFile = async ({ name }) => {
        asked.push(name);
        if (name === 'pay') {
          throw new SyncFindingError({
            phase: 'FETCH',
            code: 'NETWORK',
            message: 'GitHub answered 502',
            hint: 'Try again.',
          });
        }
      };
      const failed = await runner.run(scheduled());
      expect(failed).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors: [{ code: 'NETWORK', entity: PAY }],
      });
      asked.length = 0;
      consume('acme/cart');
      const { errors } = failed!;
      expect(await runner.run(afterPush())).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors,
        stats: { entitiesUpdated: 1 },
      });
      expect(new Set(asked)).toEqual(new Set(['cart']));

      source.beforeBuildFile = async () => {};
      expect(
        await runner.run(afterPush([{ ...PUSHES[0], repository: 'acme/pay' }])),
      ).toMatchObject({ status: 'SUCCESS', errorCount: 0 });
    });

    it('looks at all build files where a release may understand them otherwise', async () => {
      const { knex, runner, asked } = await setUp();
      await knex('static_data_sync_state').update({ fingerprint: 'older' });
      await runner.run(afterPush());
      expect(new Set(asked)).toEqual(new Set(['cart', 'pay']));
    });

    it('reads the source in a process that has not read it yet', async () => {
      const { source, store, applyMutation, consume, getConsumed } =
        await setUp();
      const other = startProcess({ store, source, applyMutation });
      consume('acme/cart');
      expect(await other.runner.run(afterPush())).toMatchObject({
        status: 'SUCCESS',
      });
      expect(source.downloads).toEqual(['2', '2']);
      expect(await getConsumed(CART)).toHaveLength(1);
    });

    it('answers all that have joined while another sync was running, and leaves the schedule its turn', async () => {
      const { runner, store, consume, getConsumed } = await setUp();
      const { refreshRequests, history } = store;
      await refreshRequests.enqueuePush(PUSHES[0], 0);
      await refreshRequests.enqueue({ syncType: 'SCHEDULED', dryRun: false });
      await store.lease.acquire({
        ...scheduled(),
        configSnapshot: { repository: 'acme/architecture', branch: 'main' },
      });
      await runner.runRequested();
      expect(await refreshRequests.count()).toBe(2);

      const { id } = (await store.lease.getRunning())!;
      consume('acme/pay');
      await refreshRequests.enqueuePush(
        { ...PUSHES[0], repository: 'acme/pay' },
        0,
      );
      await store.lease.release(id);
      await runner.runRequested();
      const { records } = await history.list({ limit: 2 });
      expect(records.map(({ syncType }) => syncType)).toEqual([
        'SCHEDULED',
        'PUSH',
      ]);
      expect(records[1].pushes).toHaveLength(2);
      expect(records[1].stats.entitiesUpdated).toBe(1);
      expect(await getConsumed(PAY)).toHaveLength(1);
    });

    it('keeps the pushes on record if the process dies', async () => {
      const { runner, knex, store } = await setUp();
      const died = afterPush();
      await store.lease.acquire({
        ...died,
        configSnapshot: { repository: 'acme/architecture', branch: 'main' },
      });
      await knex('static_data_running_sync').update({
        expires_at: '2020-01-01T00:00:00.000Z',
      });
      await runner.recordInterrupted();
      expect(await store.history.get(died.syncId)).toMatchObject({
        status: 'FAILURE',
        pushes: PUSHES,
      });
    });
  },
);
