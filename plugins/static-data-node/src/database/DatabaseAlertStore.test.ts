import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const { alerts } = await DatabaseStaticDataStore.create({
    getClient: async () => knex,
  });
  return { knex, alerts };
}

const untold = { name: 'failing', open: false, revision: 0 } as const;
const told = { name: 'failing', open: true, revision: 1 } as const;

describe.each(databases.eachSupportedId())(
  'DatabaseAlertStore, %s',
  databaseId => {
    it('has told nobody of anything at first', async () => {
      const { alerts } = await createStore(databaseId);
      expect(await alerts.list(['stale', 'failing'])).toEqual([
        { ...untold, name: 'stale' },
        untold,
      ]);
    });

    it('remembers what was told, that it holds and that it is over', async () => {
      const { alerts } = await createStore(databaseId);
      expect(await alerts.claim(untold)).toBe(1);
      await alerts.settle(untold);
      expect(await alerts.list(['failing'])).toEqual([told]);

      expect(await alerts.claim(told)).toBe(1);
      await alerts.settle(told);
      expect(await alerts.list(['failing', 'stale'])).toEqual([
        { ...untold, revision: 2 },
        { ...untold, name: 'stale' },
      ]);
    });

    it('lets one of many tell', async () => {
      const { alerts } = await createStore(databaseId);
      const attempts = await Promise.all(
        Array.from({ length: 20 }, () => alerts.claim(untold)),
      );
      expect(attempts.filter(attempt => attempt !== undefined)).toEqual([1]);
    });

    it('lets nobody tell what was told since they looked', async () => {
      const { alerts } = await createStore(databaseId);
      await alerts.claim(untold);
      await alerts.settle(untold);
      expect(await alerts.claim(untold)).toBeUndefined();
    });

    it('counts the attempts at telling the same', async () => {
      const { alerts } = await createStore(databaseId);
      expect(await alerts.claim(untold)).toBe(1);
      await alerts.release(untold);
      expect(await alerts.claim(untold)).toBe(2);
      await alerts.settle(untold);
      expect(await alerts.claim(told)).toBe(1);
    });

    it('lets somebody else tell if a process died over it', async () => {
      const { knex, alerts } = await createStore(databaseId);
      await alerts.claim(untold);
      expect(await alerts.claim(untold)).toBeUndefined();

      await knex('static_data_alerts').update({
        claimed_until: '2026-01-01T00:00:00.000Z',
      });
      expect(await alerts.claim(untold)).toBe(2);
    });
  },
);
