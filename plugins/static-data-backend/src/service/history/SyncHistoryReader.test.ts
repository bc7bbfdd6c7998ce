import { SyncHistoryFilters } from '@internal/plugin-static-data-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  DatabaseStaticDataStore,
  SyncHistoryQuery,
  SyncHistoryStore,
} from '@internal/plugin-static-data-node';
import { createCompletedSync } from '../../__testUtils__/createCompletedSync';
import { CountCache } from './CountCache';
import { SyncHistoryReader } from './SyncHistoryReader';

jest.setTimeout(60_000);

describe('SyncHistoryReader', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    /** Syncs of which every second one has `wanted` in its revision. */
    async function setUp(count: number) {
      const knex = await databases.init(databaseId);
      const store = await DatabaseStaticDataStore.create({
        getClient: async () => knex,
      });
      let recorded = 0;
      const record = async () => {
        await store.complete(
          createCompletedSync({
            record: {
              // Two at a time.
              startTime: new Date(
                Date.UTC(2026, 0, 1, 0, Math.floor(recorded / 2)),
              ).toISOString(),
              status: recorded % 3 === 0 ? 'FAILURE' : 'SUCCESS',
              revision: recorded % 4 < 2 ? `wanted-${recorded}` : 'other',
            },
          }),
        );
        recorded += 1;
      };
      for (let index = 0; index < count; index += 1) {
        await record();
      }
      const search = jest.fn(
        (query: Parameters<SyncHistoryStore['search']>[0]) =>
          store.history.search(query),
      );
      const reader = new SyncHistoryReader({
        store: {
          history: new Proxy(store.history, {
            get: (target, key) =>
              key === 'search' ? search : Reflect.get(target, key),
          }),
          state: store.state,
        },
        counts: new CountCache({ state: store.state }),
      });
      const listAll = async (filters: SyncHistoryFilters, limit: number) => {
        const ids: string[] = [];
        let after: SyncHistoryQuery['after'];
        for (let hasMore = true; hasMore; ) {
          const page = await reader.list({ ...filters, limit, after });
          ids.push(...page.records.map(({ id }) => id));
          after = page.records.at(-1);
          hasMore = page.hasMore;
        }
        return ids;
      };
      return { store, record, search, reader, listAll };
    }

    it.each<SyncHistoryFilters>([
      {},
      { status: ['FAILURE'] },
      { q: 'WANTED' },
      { q: 'wanted', status: ['FAILURE'] },
      { q: 'wanted', to: '2026-01-01T00:04:00.000Z' },
      { q: 'nothing' },
    ])('reads %j page by page as the store does', async filters => {
      const { store, reader, listAll } = await setUp(24);
      const { records } = await store.history.list({ ...filters, limit: 500 });
      const expected = records.map(({ id }) => id);

      for (const limit of [1, 2, 5, 500]) {
        expect(await listAll(filters, limit)).toEqual(expected);
      }
      expect(await reader.count(filters)).toBe(expected.length);
      expect(await reader.list({ ...filters, limit: 2, offset: 3 })).toEqual(
        await store.history.list({ ...filters, limit: 2, offset: 3 }),
      );
    });

    it('searches once for a text, until the history changes', async () => {
      const { record, search, reader, listAll } = await setUp(8);
      const filters = { q: 'wanted' };
      expect(await listAll(filters, 1)).toHaveLength(4);
      expect(await reader.count(filters)).toBe(4);
      expect(search).toHaveBeenCalledTimes(1);

      await record();

      expect(await reader.count(filters)).toBe(5);
      expect(await listAll(filters, 2)).toHaveLength(5);
      expect(search).toHaveBeenCalledTimes(2);
    });

    it('goes on from a sync that does not match any more', async () => {
      const { store, reader } = await setUp(8);
      const { records } = await store.history.list({ limit: 8 });
      const other = records.find(({ revision }) => revision === 'other');
      const query = { q: 'wanted', limit: 9, after: other };

      expect(await reader.list(query)).toEqual(await store.history.list(query));
    });

    it('counts, and does not keep, what is found nearly everywhere', async () => {
      const { search, reader, store } = await setUp(8);
      const position = { startTime: '2026-01-01T00:00:00.000Z', id: 'x' };
      const found = Array.from({ length: 30_000 }, () => position);
      search.mockResolvedValueOnce({ found, end: position });
      search.mockResolvedValueOnce({ found });
      const query = { q: 'wanted', limit: 3 };

      expect(await reader.list(query)).toEqual(await store.history.list(query));
      expect(await reader.count({ q: 'wanted' })).toBe(60_000);
      expect(search).toHaveBeenCalledTimes(2);
    });
  });
});
