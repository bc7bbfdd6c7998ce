import { TestDatabases } from '@backstage/backend-test-utils';
import {
  DatabaseStaticDataStore,
  SyncHistoryStore,
} from '@internal/plugin-static-data-node';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { RecentSyncs } from './RecentSyncs';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1);

const daysAgo = (days: number) => new Date(NOW - days * DAY_MS);

describe('RecentSyncs', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const store = await DatabaseStaticDataStore.create({
        getClient: async () => knex,
      });
      const listSummaries = jest.fn(
        (query: Parameters<SyncHistoryStore['listSummaries']>[0]) =>
          store.history.listSummaries(query),
      );
      let now = NOW;
      const recent = new RecentSyncs({
        store: { history: { listSummaries }, state: store.state },
        now: () => new Date(now),
      });
      const complete = async (
        day: number,
        record: Partial<Parameters<typeof createSyncRecord>[0]> = {},
      ) => {
        const sync = createCompletedSync({
          record: { startTime: daysAgo(day).toISOString(), ...record },
        });
        await store.complete(sync);
        return sync.record.id;
      };
      const idsSince = async (day: number) => {
        const window = await recent.getSince(daysAgo(day));
        return window.list().map(({ id }) => id);
      };
      return {
        store,
        recent,
        listSummaries,
        complete,
        idsSince,
        setNow: (day: number) => {
          now = daysAgo(day).getTime();
        },
      };
    }

    it('has the syncs since a time, oldest first, without dry runs', async () => {
      const { complete, idsSince } = await setUp();
      const old = await complete(40);
      const [first, second] = [await complete(20), await complete(10)];
      await complete(5, { dryRun: true });

      expect(await idsSince(30)).toEqual([first, second]);
      expect(await idsSince(20)).toEqual([first, second]);
      expect(await idsSince(19)).toEqual([second]);
      expect(await idsSince(90)).toEqual([old, first, second]);
      expect(await idsSince(1)).toEqual([]);
    });

    it('reads only what came after, when nothing else has changed', async () => {
      const { complete, idsSince, listSummaries } = await setUp();
      const first = await complete(20);
      expect(await idsSince(30)).toEqual([first]);
      await idsSince(90);
      expect(listSummaries).toHaveBeenCalledTimes(1);

      const second = await complete(10);

      expect(await idsSince(30)).toEqual([first, second]);
      expect(listSummaries).toHaveBeenCalledTimes(2);
      expect(listSummaries).toHaveBeenLastCalledWith(
        expect.objectContaining({
          after: expect.objectContaining({ id: first }),
        }),
      );
    });

    it('reads everything again after anything else', async () => {
      const { store, complete, idsSince } = await setUp();
      const last = await complete(10);
      expect(await idsSince(30)).toEqual([last]);

      const late = await complete(20);
      expect(await idsSince(30)).toEqual([late, last]);

      await complete(5, { dryRun: true });
      const newest = await complete(4);
      expect(await idsSince(30)).toEqual([late, last, newest]);

      await store.trimHistory({ retentionDays: 36_500, maxRecords: 2 });
      expect(await idsSince(30)).toEqual([newest]);
    });

    it('has another key as soon as there are other syncs in the window', async () => {
      const { complete, recent } = await setUp();
      await complete(20);
      await complete(10);
      const keyOf = async (day: number) =>
        (await recent.getSince(daysAgo(day))).key;

      const key = await keyOf(30);
      expect(await keyOf(21)).toBe(key);
      expect(await keyOf(19)).not.toBe(key);
      await complete(5);
      expect(await keyOf(30)).not.toBe(key);
    });

    it('forgets what no period reaches back to', async () => {
      const { complete, idsSince, listSummaries, setNow } = await setUp();
      const old = await complete(80);
      expect(await idsSince(90)).toEqual([old]);
      setNow(-20);
      const added = await complete(-19);

      expect(await idsSince(70)).toEqual([added]);
      expect(listSummaries.mock.lastCall?.[0].from).toBe(
        daysAgo(71).toISOString(),
      );
      expect(await idsSince(85)).toEqual([old, added]);
    });

    it('reads more than fits on a page', async () => {
      const { store, listSummaries, idsSince } = await setUp();
      const summary = {
        status: 'SUCCESS' as const,
        durationMs: 1,
        totalEntities: 1,
      };
      const many = Array.from({ length: 4500 }, (_, index) => ({
        ...summary,
        id: `${index}`,
        startTime: new Date(NOW - DAY_MS + index).toISOString(),
      }));
      listSummaries.mockImplementation(async ({ after, limit }) => {
        const start = after ? Number(after.id) + 1 : 0;
        return many.slice(start, start + limit);
      });

      expect(await store.state.getHistoryVersion()).toBe(0);
      expect(await idsSince(1)).toEqual(many.map(({ id }) => id));
      expect(listSummaries).toHaveBeenCalledTimes(3);
    });
  });
});
