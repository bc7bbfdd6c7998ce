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

    it('gives every dry run that needs no lease a number of its own', async () => {
      const knex = await databases.init(databaseId);
      await prepareDatabase(knex, undefined);
      const state = new SyncStateStore(knex, 'default');
      const taken = await Promise.all([state.takeNumber(), state.takeNumber()]);
      expect(taken.map(({ number }) => number).sort()).toEqual([1, 2]);
      expect(taken[0].now).toMatch(/^20\d\d-.*T.*\.\d{3}Z$/);
    });
  },
);
