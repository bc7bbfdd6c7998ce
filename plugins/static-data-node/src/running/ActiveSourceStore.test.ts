import { TestDatabases } from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'ActiveSourceStore, %s',
  databaseId => {
    async function createStore() {
      const knex = await databases.init(databaseId);
      const { activeSources } = await createTestStore({
        getClient: async () => knex,
      });
      /** Sets when a source was seen, in minutes before now. */
      const setSeen = (fingerprint: string, first: number, last: number) =>
        knex('static_data_active_sources')
          .where({ fingerprint })
          .update({
            first_seen_at: new Date(Date.now() - first * 60_000).toISOString(),
            last_seen_at: new Date(Date.now() - last * 60_000).toISOString(),
          });
      await activeSources.see('a', 'acme/architecture');
      await activeSources.see('b', 'acme/other');
      return { activeSources, setSeen };
    }

    it('names another source that is in use at the same time', async () => {
      const { activeSources, setSeen } = await createStore();
      await setSeen('a', 60, 1);
      await setSeen('b', 11, 0);
      expect(await activeSources.listCompeting('a')).toEqual(['acme/other']);
      expect(await activeSources.listCompeting('b')).toEqual([
        'acme/architecture',
      ]);
    });

    it.each([
      ['has just come into use, as in a rolling deployment', 60, 1, 9, 0],
      ['is not in use any more', 60, 4, 60, 0],
      ['was not in use for a while', 60, 0, 60, 4],
    ])(
      'does not name a source that %s',
      async (_, firstA, lastA, firstB, lastB) => {
        const { activeSources, setSeen } = await createStore();
        await setSeen('a', firstA, lastA);
        await setSeen('b', firstB, lastB);
        expect(await activeSources.listCompeting('a')).toEqual([]);
        expect(await activeSources.listCompeting('b')).toEqual([]);
      },
    );

    it('counts anew when a source comes back', async () => {
      const { activeSources, setSeen } = await createStore();
      await setSeen('a', 60, 1);
      await setSeen('b', 60, 30);
      await activeSources.see('b', 'acme/other');
      expect(await activeSources.listCompeting('a')).toEqual([]);

      await setSeen('b', 60, 1);
      await activeSources.see('b', 'acme/other');
      expect(await activeSources.listCompeting('a')).toEqual(['acme/other']);
    });
  },
);
