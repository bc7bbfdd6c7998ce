import { TestDatabases } from '@backstage/backend-test-utils';
import {
  DatabaseStaticDataStore,
  SyncChangeFilters,
  SyncChangeQuery,
} from '@internal/plugin-static-data-node';
import {
  added,
  createComponent,
  withoutVersion,
} from '../../__testUtils__/changes';
import { createAppliedSync } from '../../__testUtils__/createCompletedSync';
import { CountCache } from './CountCache';
import { SyncChangeReader } from './SyncChangeReader';

jest.setTimeout(60_000);

describe('SyncChangeReader', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const store = await DatabaseStaticDataStore.create({
        getClient: async () => knex,
      });
      const names = Array.from({ length: 20 }, (_, index) => `part-${index}`);
      const sync = createAppliedSync({
        record: { startTime: '2026-01-01T00:00:00.000Z' },
        changes: names.map((name, index) =>
          index % 2 === 0
            ? added(createComponent(name))
            : withoutVersion('held', createComponent(name)),
        ),
      });
      await store.complete(sync);
      const reader = new SyncChangeReader({
        store,
        counts: new CountCache({ state: store.state }),
      });
      return { store, reader, syncId: sync.record.id };
    }

    it.each<Omit<SyncChangeFilters, 'syncId'>>([
      {},
      { change: ['held'] },
      { q: 'PART-1' },
      { q: 'part-1', change: ['held'], kind: 'Component' },
      { q: 'nothing' },
    ])('reads %j page by page as the store does', async filters => {
      const { store, reader, syncId } = await setUp();
      const query = { ...filters, syncId };
      const all = await store.changes.list({ ...query, limit: 500 });

      for (const limit of [1, 3, 500]) {
        const changes = [];
        let after: SyncChangeQuery['after'];
        for (let hasMore = true; hasMore; ) {
          const page = await reader.list({ ...query, limit, after });
          changes.push(...page.changes);
          after = page.changes.at(-1);
          hasMore = page.hasMore;
        }
        expect(changes).toEqual(all.changes);
      }
      expect(await reader.count(query)).toBe(all.changes.length);
    });

    it('goes on from a change that does not match', async () => {
      const { store, reader, syncId } = await setUp();
      const query = {
        syncId,
        q: 'part-1',
        limit: 50,
        after: {
          change: 'added' as const,
          kind: 'Component',
          entityRef: 'component:default/part-2',
        },
      };

      expect(await reader.list(query)).toEqual(await store.changes.list(query));
    });
  });
});
