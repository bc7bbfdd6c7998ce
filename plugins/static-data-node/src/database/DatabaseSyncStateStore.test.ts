import { TestDatabases } from '@backstage/backend-test-utils';
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
  },
);
