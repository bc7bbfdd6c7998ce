import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { application } from './__testUtils__/MemorySource';
import {
  scheduled,
  setUpProcess,
  startProcess,
} from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function setUp(databaseId: TestDatabaseId) {
  return setUpProcess(await databases.init(databaseId));
}

const NETWORK_FAILURE = new SyncFindingError({
  phase: 'FETCH',
  code: 'NETWORK',
  message: 'GitHub did not answer',
  hint: 'Try again.',
});

describe.each(databases.eachSupportedId())(
  'What a sync records on %s',
  databaseId => {
    it('is one change for every entity, with file, line and what is different', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(application('cart'), application('search'));
      const first = await runner.run(scheduled());
      source.setApplications(application('cart', 'Basket'), application('pay'));
      const second = await runner.run(scheduled());

      const added = await store.changes.list({ syncId: first!.id, limit: 10 });
      expect(added.changes.map(({ entityRef }) => entityRef)).toEqual([
        'component:default/cart',
        'component:default/search',
        'group:default/shop-squad',
        'system:default/shop',
      ]);
      const { changes } = await store.changes.list({
        syncId: second!.id,
        limit: 10,
      });
      expect(changes).toEqual([
        expect.objectContaining({
          change: 'added',
          entityRef: 'component:default/pay',
          sourceFile: 'data/applications.json',
          sourceLine: 1,
        }),
        expect.objectContaining({
          change: 'removed',
          entityRef: 'component:default/search',
        }),
        expect.objectContaining({
          change: 'updated',
          entityRef: 'component:default/cart',
          differences: {
            fieldCount: 1,
            fields: [
              { path: '/metadata/title', before: 'cart', after: 'Basket' },
            ],
          },
        }),
      ]);
    });

    it('is the commit that was read, which is asked for once', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(application('cart'));
      const first = await runner.run(scheduled());
      const unchanged = await runner.run(scheduled());

      const commit = { message: `Make revision ${source.revision}` };
      expect(first).toMatchObject({ status: 'SUCCESS', commit });
      expect(unchanged).toMatchObject({ status: 'SUCCESS', commit });
      expect(await store.history.get(unchanged!.id)).toMatchObject({ commit });
      expect(source.commitReads).toEqual([source.revision]);
    });

    it('is no commit where it cannot be found out, and the log says why', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.commitFailure = NETWORK_FAILURE;
      const record = await runner.run(scheduled());

      expect(record).toMatchObject({ status: 'SUCCESS', revision: '1' });
      expect(record).not.toHaveProperty('commit');
      const { lines } = await store.logs.list({
        syncId: record!.id,
        limit: 100,
      });
      expect(lines).toContainEqual(
        expect.objectContaining({
          level: 'info',
          message: expect.stringContaining('GitHub did not answer'),
        }),
      );
    });

    it('is what it would have done, for a dry run, and nothing of it counts later', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(application('cart'));
      const { syncId } = await store.refreshRequests.enqueue({
        syncType: 'MANUAL',
        triggeredBy: 'user:default/ann',
        dryRun: true,
      });
      await runner.runRequested();
      const real = await runner.run(scheduled());

      const preview = await store.changes.list({ syncId, limit: 10 });
      expect(preview.changes).toHaveLength(3);
      expect(preview.changes[0].confirmation).toBeUndefined();
      expect(real?.stats.entitiesAdded).toBe(3);
    });

    it('is all that was retained, sync after sync', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(application('cart'));
      await runner.run(scheduled());
      source.files['data/applications.json'] = '[{"id": "cart",';
      source.revision = 'broken';

      for (let sync = 0; sync < 2; sync++) {
        const record = await runner.run(scheduled());
        const { changes } = await store.changes.list({
          syncId: record!.id,
          limit: 10,
        });
        expect(changes).toEqual([
          expect.objectContaining({
            change: 'retained',
            entityRef: 'component:default/cart',
          }),
        ]);
      }
    });

    it('is every finding, new at first, then known, then fixed', async () => {
      const { runner, source, store } = await setUp(databaseId);
      const statesOf = async (syncId: string) => {
        const { findings } = await store.findings.list({ syncId, limit: 500 });
        return findings.map(({ state, code }) => `${state} ${code}`);
      };
      const broken = { id: 'no name' };
      source.setApplications(application('cart'), broken);
      const first = await runner.run(scheduled());
      expect(await statesOf(first!.id)).toEqual(['new SCHEMA']);

      const second = await runner.run(scheduled());
      expect(await statesOf(second!.id)).toEqual(['known SCHEMA']);

      source.failure = NETWORK_FAILURE;
      const third = await runner.run(scheduled());
      expect(await statesOf(third!.id)).toEqual(['new NETWORK']);
      const again = await runner.run(scheduled());
      expect(await statesOf(again!.id)).toEqual(['known NETWORK']);

      source.failure = undefined;
      source.setApplications(application('cart'));
      const fourth = await runner.run(scheduled());
      expect(await statesOf(fourth!.id)).toEqual([
        'fixed SCHEMA',
        'fixed NETWORK',
      ]);
      const fifth = await runner.run(scheduled());
      expect(await statesOf(fifth!.id)).toEqual([]);
    });

    it('is every warning again while the source is unchanged', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications({
        ...application('cart'),
        repository: 'acme/cart',
      });
      const first = await runner.run(scheduled());
      const second = await runner.run(scheduled());

      expect(first?.warningCount).toBe(1);
      expect(second?.warningCount).toBe(1);
      const { findings } = await store.findings.list({
        syncId: second!.id,
        limit: 10,
      });
      expect(findings).toEqual([
        expect.objectContaining({ state: 'known', code: 'MISSING_BUILD_FILE' }),
      ]);
    });

    it('is its log, without secrets', async () => {
      const { store, source, applyMutation } = await setUp(databaseId);
      const { runner } = startProcess({
        store,
        source,
        applyMutation,
        secrets: ['s3cret-token'],
      });
      source.failure = new Error('refused s3cret-token');
      const record = await runner.run(
        scheduled({ triggeredBy: 'user:default/ann' }),
      );

      const { lines } = await store.logs.list({
        syncId: record!.id,
        limit: 500,
      });
      expect(lines.map(({ message }) => message).join('\n')).toMatch(
        /Starting SCHEDULED sync #1 requested by user:default\/ann\n(.|\n)*refused \[redacted\](.|\n)*Sync ended with FAILURE/,
      );
      expect(lines.map(({ phase }) => phase)).toContain('FETCH');
    });

    it('has no secrets in what it found', async () => {
      const { store, source, applyMutation } = await setUp(databaseId);
      const { runner } = startProcess({
        store,
        source,
        applyMutation,
        secrets: ['s3cret-token'],
      });
      source.failure = new Error('refused s3cret-token');
      const record = await runner.run(scheduled());

      const { findings } = await store.findings.list({
        syncId: record!.id,
        limit: 10,
      });
      expect(record!.errors).toMatchObject([{ error: 'refused [redacted]' }]);
      expect(findings).toMatchObject([{ message: 'refused [redacted]' }]);
      expect(JSON.stringify([record, findings])).not.toContain('s3cret-token');
    });

    it('shows while it runs how far it has come, and its log', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications(
        { ...application('cart'), repository: 'acme/cart' },
        { ...application('pay'), repository: 'acme/pay' },
      );
      const syncId = scheduled().syncId;
      let release = () => {};
      const waiting = new Promise<void>(isWaiting => {
        source.beforeBuildFile = async ({ name }) => {
          if (name === 'pay') {
            isWaiting();
            await new Promise<void>(resolve => {
              release = resolve;
            });
          }
        };
      });
      const run = runner.run(scheduled({ syncId }));
      await waiting;

      const seen = async () => {
        const running = await store.lease.getRunning();
        const { lines } = await store.logs.list({ syncId, limit: 500 });
        return { running, lines };
      };
      let { running, lines } = await seen();
      while (!running?.progress || lines.length === 0) {
        await new Promise(resolve => setTimeout(resolve, 50));
        ({ running, lines } = await seen());
      }
      expect(running).toMatchObject({
        id: syncId,
        phase: 'FETCH',
        progress: { done: 1, total: 2 },
      });
      release();

      const record = await run;
      expect(record?.repositories).toMatchObject({
        count: 2,
        slowest: [{ repository: 'acme/pay' }, { repository: 'acme/cart' }],
      });
      const all = await store.logs.list({ syncId, limit: 500 });
      expect(all.lines.slice(0, lines.length)).toEqual(lines);
      expect(all.lines.at(-1)?.message).toMatch(/^Sync ended with SUCCESS/);
    });
  },
);
