import { TestDatabases } from '@backstage/backend-test-utils';
import { createSync } from './__testUtils__/createSync';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
import { DatabaseSyncStateStore } from './DatabaseSyncStateStore';
import { prepareDatabase } from './prepareDatabase';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'DatabaseSyncStateStore on %s',
  databaseId => {
    it('has an id that stays, and that another database does not have', async () => {
      const [knex, other] = [
        await databases.init(databaseId),
        await databases.init(databaseId),
      ];
      await prepareDatabase(knex, undefined);
      await prepareDatabase(other, undefined);

      const id = await new DatabaseSyncStateStore(knex).getStoreId();
      await prepareDatabase(knex, undefined);

      expect(await new DatabaseSyncStateStore(knex).getStoreId()).toBe(id);
      expect(await new DatabaseSyncStateStore(other).getStoreId()).not.toBe(id);
    });

    it('counts every change of the history', async () => {
      const knex = await databases.init(databaseId);
      const store = await DatabaseStaticDataStore.create({
        getClient: async () => knex,
      });
      const version = () => store.state.getHistoryVersion();
      expect(await version()).toBe(0);

      const sync = createSync({ startTime: '2026-03-01T10:00:00.000Z' });
      await store.complete(sync);
      expect(await version()).toBe(1);
      await store.complete(sync);
      expect(await version()).toBe(1);

      await store.complete(createSync({ dryRun: true }));
      const died = createSync();
      await store.complete({ ...died, inferred: true });
      await store.complete(died);
      expect(await version()).toBe(4);

      await store.trimHistory({ retentionDays: 36_500, maxRecords: 1 });
      expect(await version()).toBe(5);
      await store.trimHistory({ retentionDays: 36_500, maxRecords: 1 });
      expect(await version()).toBe(5);
    });
  },
);
