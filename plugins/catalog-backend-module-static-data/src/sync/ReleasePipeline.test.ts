import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { createCompletedSync } from '../record/__testUtils__/createCompletedSync';
import { StaticDataProvider } from '../apply/StaticDataProvider';
import { SyncRecorder } from '../record/SyncRecorder';
import { SyncSpool } from '../record/SyncSpool';
import { Redactor } from '../Redactor';
import { createStore, scheduled } from './__testUtils__/startProcess';
import { ReleasePipeline } from './ReleasePipeline';
import { SyncRunner } from './SyncRunner';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'ReleasePipeline, %s',
  databaseId => {
    it('removes what the source has, and records it as a sync', async () => {
      const knex = await databases.init(databaseId);
      const { all, store } = await createStore(knex, 'payments');
      const { store: other } = await createStore(knex, 'core');
      await store.complete(createCompletedSync());
      const act = { triggeredBy: 'user:default/bob', reason: 'why' };
      await store.steering.pin({ ...act, ref: 'v1' });
      await store.steering.pause(act);
      await other.steering.pause(act);
      await other.complete({
        ...createCompletedSync(),
        adopted: [],
        changes: createCompletedSync().changes.map(change => ({
          ...change,
          entityRef: 'component:default/other',
        })),
      });
      const known = { id: 'payments', providerId: 'payments' };
      const provider = new StaticDataProvider(known);
      const applyMutation = jest.fn();
      await provider.connect({ applyMutation, refresh: async () => {} });
      const logger = mockServices.logger.mock();
      logger.child.mockReturnValue(logger);
      const runner = new SyncRunner({
        store,
        recorder: new SyncRecorder({
          store,
          spool: new SyncSpool('/nowhere'),
          logger,
          onRecorded: async () => {},
        }),
        known,
        requests: store.releaseRequests,
        pipeline: new ReleasePipeline({ store, provider }),
        configSnapshot: { repository: 'acme/payments', branch: 'main' },
        timeoutMs: 60_000,
        redactor: new Redactor([]),
        limit: run => run(),
        isPaused: async () => false,
        onProgress: () => {},
        logger,
      });

      const record = await runner.run(
        scheduled({ syncType: 'MANUAL', triggeredBy: 'user:default/ada' }),
      );
      expect(record).toMatchObject({
        source: 'payments',
        status: 'SUCCESS',
        triggeredBy: 'user:default/ada',
        stats: { totalEntities: 0, entitiesRemoved: 2 },
      });
      expect(applyMutation.mock.calls).toEqual([
        [{ type: 'full', entities: [] }],
      ]);
      const { changes } = await store.changes.list({
        syncId: record!.id,
        limit: 10,
      });
      expect(
        changes.map(({ change, entityRef }) => [change, entityRef]),
      ).toEqual([
        ['removed', 'component:default/cart'],
        ['removed', 'component:default/till'],
      ]);
      expect(await store.snapshot.count()).toBe(0);
      expect(await all.sources.list()).toMatchObject([
        { id: 'core', releasedAt: undefined },
        { id: 'payments', releasedAt: record!.endTime },
      ]);
      expect(await other.snapshot.count()).toBe(1);

      // Nothing is left that could be pinned or paused.
      expect(await store.steering.get()).toMatchObject({
        pause: null,
        pin: null,
      });
      const { acts } = await store.steering.list({ limit: 2 });
      const ended = {
        triggeredBy: 'user:default/ada',
        reason: `Sync #${record!.number} released the entities of the source`,
      };
      expect(acts).toMatchObject([
        { type: 'RESUME', ...ended },
        { type: 'UNPIN', ...ended },
      ]);
      expect((await other.steering.get()).pause).not.toBeNull();
    });
  },
);
