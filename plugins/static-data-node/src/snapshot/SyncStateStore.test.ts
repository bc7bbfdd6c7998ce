import { TestDatabases } from '@backstage/backend-test-utils';
import { prepareDatabase } from '../database/prepareDatabase';
import { SyncStateStore } from './SyncStateStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'SyncStateStore on %s',
  databaseId => {
    it('has an id that stays, and that another database does not have', async () => {
      const [knex, other] = [
        await databases.init(databaseId),
        await databases.init(databaseId),
      ];
      await prepareDatabase(knex, undefined);
      await prepareDatabase(other, undefined);

      const id = await new SyncStateStore(knex, 'default').getStoreId();
      await prepareDatabase(knex, undefined);

      expect(await new SyncStateStore(knex, 'default').getStoreId()).toBe(id);
      expect(await new SyncStateStore(other, 'default').getStoreId()).not.toBe(
        id,
      );
    });
  },
);
