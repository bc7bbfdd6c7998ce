import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import { createStaticDataStore } from '@internal/plugin-static-data-node';
import {
  startTestProduct,
  TestProductDatabases,
} from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'the schedule, on %s',
  databaseId => {
    const directory = createMockDirectory();

    beforeEach(() => {
      const source = (name: string) => ({
        'data/applications.json': '[]',
        'data/bounded-contexts.json': '[]',
        'data/squads.json': JSON.stringify([{ id: name, name }]),
      });
      directory.setContent({ one: source('one'), two: source('two') });
    });

    const start = async (
      options: {
        source?: string;
        initialDelay?: object;
        schedule?: JsonObject | string;
        knex?: TestProductDatabases;
      } = {},
    ) => {
      const {
        source = 'one',
        initialDelay = { milliseconds: 1 },
        schedule = {
          frequency: '0 0 1 1 *',
          initialDelay: { ...initialDelay },
        },
        knex,
      } = options;
      const product = await startTestProduct({
        databases,
        databaseId: databaseId as TestDatabaseId,
        config: {
          staticData: {
            directory: directory.resolve(source),
            schedule,
          },
        },
        knex,
      });
      return {
        ...product,
        async syncs(): Promise<string[]> {
          const { body } = await product.api.get('/sync-history');
          return body.history.map(
            ({ syncType, status }: { syncType: string; status: string }) =>
              `${syncType} ${status}`,
          );
        },
        async health() {
          return (await product.api.get('/health')).body;
        },
        /** The names of what the latest sync has left behind. */
        async squads(): Promise<string[]> {
          const { body } = await product.api.get('/sources/default/entities');
          return body.entities.map(
            ({ entityRef }: { entityRef: string }) => entityRef,
          );
        },
      };
    };

    /** Pins the source to what its first sync has read, and lets the end of that come when it is told. */
    async function pinToFirst(product: Awaited<ReturnType<typeof start>>) {
      const [first] = (await product.api.get('/sync-history')).body.history;
      await product.refresh();
      await product.api
        .post('/sources/default/pin')
        .send({ syncId: first.id, reason: 'why', until: '2999-01-01' })
        .expect(200);
      await product.runRequested();
      expect(await product.syncs()).toHaveLength(3);
      return {
        end: () =>
          product.knex
            .store('static_data_steering_acts')
            .where({ type: 'PIN' })
            .update({ until: new Date().toISOString() }),
      };
    }

    const setSquad = (name: string) =>
      directory.addContent({
        'one/data/squads.json': JSON.stringify([{ id: name, name }]),
      });

    it('has a sync follow every start, once', async () => {
      const first = await start();
      await first.runRequested();
      await first.runRequested();
      expect(await first.syncs()).toEqual(['SCHEDULED SUCCESS']);
      await first.stop();

      // The scheduler would wait for the next scheduled time: in January.
      const second = await start({ knex: first.knex });
      await second.runRequested();
      await second.runRequested();
      expect(await second.syncs()).toHaveLength(2);
    });

    it('has one sync follow the start of several replicas', async () => {
      const first = await start();
      const second = await start({ knex: first.knex });
      await first.runRequested();
      await second.runRequested();
      await first.runRequested();
      expect(await first.syncs()).toEqual(['SCHEDULED SUCCESS']);
    });

    it('has a sync follow a pin that ends by itself, once', async () => {
      const product = await start();
      await product.runRequested();
      setSquad('changed');
      const pin = await pinToFirst(product);
      expect(await product.squads()).toEqual(['group:default/one']);
      await product.runRequested();
      expect(await product.syncs()).toHaveLength(3);

      await pin.end();
      await product.runRequested();
      expect(await product.squads()).toEqual(['group:default/changed']);
      await product.runRequested();
      expect(await product.syncs()).toEqual([
        'SCHEDULED SUCCESS',
        'MANUAL SUCCESS',
        'MANUAL SUCCESS',
        'SCHEDULED SUCCESS',
      ]);
    });

    it('does nothing with a source that is synchronised by hand only, after a start, a change of its configuration and the end of a pin', async () => {
      const first = await start({ schedule: 'manual' });
      await first.runRequested();
      expect(await first.syncs()).toEqual([]);
      // There is not even a task for it.
      await expect(first.runScheduledSync()).rejects.toThrow();
      await first.refresh();
      setSquad('changed');
      const pin = await pinToFirst(first);
      await pin.end();
      await first.runRequested();
      expect(await first.syncs()).toHaveLength(3);
      await first.stop();

      const second = await start({
        source: 'two',
        schedule: { frequency: 'manual' },
        knex: first.knex,
      });
      await second.runRequested();
      expect(await second.syncs()).toHaveLength(3);
      expect(await second.health()).toMatchObject({
        nextSync: null,
        lateBy: 0,
      });
      await second.refresh();
      expect(await second.syncs()).toEqual(
        Array.from({ length: 4 }, () => 'MANUAL SUCCESS'),
      );
    });

    it('waits for the initial delay after a start', async () => {
      const product = await start({ initialDelay: { hours: 1 } });
      await product.runRequested();
      expect(await product.syncs()).toEqual([]);
      expect(await product.health()).toMatchObject({
        status: 'UNKNOWN',
        reasons: ['No sync has run yet.'],
        lateBy: 0,
      });
    });

    it('synchronises another source at once, and says so until then', async () => {
      const first = await start();
      await first.runScheduledSync();
      expect(await first.health()).toMatchObject({ status: 'HEALTHY' });
      await first.stop();

      const second = await start({
        source: 'two',
        initialDelay: { hours: 1 },
        knex: first.knex,
      });
      expect(await second.health()).toMatchObject({
        status: 'DEGRADED',
        reasons: [
          expect.stringMatching(/^The configuration in force was never synced/),
        ],
      });
      await second.runRequested();
      await second.runRequested();
      expect(await second.syncs()).toHaveLength(2);
      expect((await second.health()).reasons.join()).not.toContain(
        'never synced',
      );
    });

    it('notices another portal that synchronises another source on the same database', async () => {
      const first = await start();
      const second = await start({ source: 'two', knex: first.knex });
      for (const product of [first, second]) {
        await product.runRequested();
        await product.noteSource();
      }
      const minutesAgo = (minutes: number) =>
        new Date(Date.now() - minutes * 60_000).toISOString();
      await first.knex.store('static_data_active_sources').update({
        first_seen_at: minutesAgo(20),
        last_seen_at: minutesAgo(1),
      });

      for (const [product, other] of [
        [first, 'two'],
        [second, 'one'],
      ] as const) {
        expect(await product.health()).toMatchObject({
          status: 'DEGRADED',
          reasons: expect.arrayContaining([
            expect.stringContaining(
              `synchronise other sources (${directory.resolve(other)})`,
            ),
          ]),
        });
      }
    });

    it('goes on when a process dies in a scheduled sync', async () => {
      const product = await start({ initialDelay: { hours: 1 } });
      const { store: knex } = product.knex;
      const stores = await createStaticDataStore({
        getClient: async () => knex,
      });
      const store = stores.ofSource(DEFAULT_SOURCE_ID);
      const died = await store.refreshRequests.enqueue({
        syncType: 'SCHEDULED',
        dryRun: false,
      });
      await store.lease.acquire({
        ...died,
        configSnapshot: { repository: 'one', branch: '-' },
      });
      await store.refreshRequests.remove(died.syncId);

      // A minute later at most: while the lease has not expired, the request waits.
      await product.runScheduledSync();
      expect(await product.syncs()).toEqual([]);
      await knex('static_data_running_sync').update({
        expires_at: '2020-01-01T00:00:00.000Z',
      });
      await product.runRequested();
      expect(await product.syncs()).toEqual([
        'SCHEDULED SUCCESS',
        'SCHEDULED FAILURE',
      ]);
    });
  },
);
