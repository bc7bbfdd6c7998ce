import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { SourceStore, StoreError } from '@internal/plugin-static-data-node';
import { application } from './__testUtils__/MemorySource';
import {
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** A store that refuses everything while it is away, as one whose database is down. */
function breakable(store: SourceStore) {
  const state = { isAway: false };
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, key) {
        const member = Reflect.get(target, key);
        if (typeof member === 'function') {
          return (...args: unknown[]) =>
            state.isAway
              ? Promise.reject(new StoreError(String(key), new Error('away')))
              : member.apply(target, args);
        }
        return typeof member === 'object' && member !== null
          ? wrap(member)
          : member;
      },
    });
  return { state, store: wrap(store) };
}

describe.each(databases.eachSupportedId())(
  'SyncRunner on %s, when the database goes away',
  databaseId => {
    const directory = createMockDirectory();
    afterEach(() => directory.clear());

    async function setUp(id: TestDatabaseId) {
      const { store, source, applyMutation } = await setUpProcess(
        await databases.init(id),
      );
      source.setApplications(application('cart'));
      const { state, store: breakableStore } = breakable(store);
      const spoolDirectory = directory.resolve('spool');
      return {
        database: state,
        store,
        source,
        applyMutation,
        spoolDirectory,
        ...startProcess({
          store: breakableStore,
          source,
          applyMutation,
          spoolDirectory,
        }),
      };
    }

    it('records what it applied when the database is back', async () => {
      const { database, runner, recorder, applyMutation, store, ended } =
        await setUp(databaseId);
      applyMutation.mockImplementationOnce(async () => {
        database.isAway = true;
      });
      const record = await runner.run(scheduled());
      expect(record?.status).toBe('SUCCESS');
      expect(await store.history.get(record!.id)).toBeUndefined();
      expect(await store.lease.getRunning()).toMatchObject({ id: record!.id });
      expect(ended).toEqual([]);

      database.isAway = false;
      await recorder.replay();
      expect(await store.history.get(record!.id)).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 3 },
      });
      expect(await store.snapshot.list()).toHaveLength(3);
      expect(await store.lease.getRunning()).toBeUndefined();
      expect(ended.map(({ id }) => id)).toEqual([record!.id]);
    });

    it('records a failure when it went away before anything was applied', async () => {
      const { database, runner, source, recorder, applyMutation, store } =
        await setUp(databaseId);
      await runner.run(scheduled());
      source.setApplications(application('cart'), application('pay'));
      source.beforeRead = async () => {
        database.isAway = true;
      };
      const record = await runner.run(scheduled());

      database.isAway = false;
      await recorder.replay();
      expect(await store.history.get(record!.id)).toMatchObject({
        status: 'FAILURE',
        errors: [{ code: 'STORE' }],
        stats: { totalEntities: 3, entitiesUnchanged: 3 },
      });
      expect(applyMutation).toHaveBeenCalledTimes(1);
    });

    it('leaves to the next process what it spooled before it died', async () => {
      const { database, runner, source, applyMutation, store, spoolDirectory } =
        await setUp(databaseId);
      applyMutation.mockImplementationOnce(async () => {
        database.isAway = true;
      });
      const first = await runner.run(scheduled());

      const next = startProcess({
        store,
        source,
        applyMutation,
        spoolDirectory,
      });
      const second = await next.runner.run(scheduled());
      const { records } = await store.history.list({ limit: 10 });
      expect(records.map(({ id, status }) => [id, status])).toEqual([
        [second!.id, 'SUCCESS'],
        [first!.id, 'SUCCESS'],
      ]);
      expect(second?.stats.entitiesAdded).toBe(0);
    });

    it('lets its own record take the place of the one that another process drew from the lease', async () => {
      const { database, runner, recorder, source, applyMutation, store } =
        await setUp(databaseId);
      applyMutation.mockImplementationOnce(async () => {
        database.isAway = true;
      });
      const first = await runner.run(scheduled());

      await store.lease.release(first!.id);
      const other = startProcess({ store, source, applyMutation });
      await store.complete({
        record: { ...first!, status: 'FAILURE', errorCount: 1 },
        inferred: true,
        changes: [],
        findings: [],
        logs: [],
      });
      const second = await other.runner.run(scheduled());

      database.isAway = false;
      await recorder.replay();
      const { records } = await store.history.list({ limit: 10 });
      expect(records.map(({ id, status }) => [id, status])).toEqual([
        [second!.id, 'SUCCESS'],
        [first!.id, 'SUCCESS'],
      ]);
    });
  },
);
