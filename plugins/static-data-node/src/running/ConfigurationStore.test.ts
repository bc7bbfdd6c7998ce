import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { createStaticDataStore } from '../StaticDataStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const { configurations } = await createStaticDataStore({
    getClient: async () => knex,
  });
  return { knex, configurations };
}

const main = {
  repository: 'acme/architecture',
  branch: 'main',
  scheduleFrequency: '*/30 * * * *',
};
const next = { ...main, branch: 'next' };

describe.each(databases.eachSupportedId())(
  'ConfigurationStore, %s',
  databaseId => {
    it('knows nothing at first', async () => {
      const { configurations } = await createStore(databaseId);
      expect(await configurations.getCurrent()).toBeUndefined();
    });

    it('notes a configuration when it comes into force, not again', async () => {
      const { knex, configurations } = await createStore(databaseId);
      await configurations.observe(main);
      const noted = await configurations.getCurrent();
      expect(noted).toEqual({
        configuration: main,
        firstSeenAt: expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/),
      });

      const { repository, branch, scheduleFrequency } = main;
      await configurations.observe({ scheduleFrequency, branch, repository });
      expect(await configurations.getCurrent()).toEqual(noted);
      expect(await knex('static_data_configurations')).toHaveLength(1);
    });

    it('starts anew when a configuration comes back', async () => {
      const { knex, configurations } = await createStore(databaseId);
      await configurations.observe(main);
      await knex('static_data_configurations').update({
        first_seen_at: '2026-01-01T00:00:00.000Z',
      });
      await configurations.observe(next);
      expect(await configurations.getCurrent()).toMatchObject({
        configuration: next,
      });

      await configurations.observe(main);
      const current = await configurations.getCurrent();
      expect(current!.configuration).toEqual(main);
      expect(current!.firstSeenAt).not.toBe('2026-01-01T00:00:00.000Z');
    });

    it('counts from the first of equal notes in a row', async () => {
      const { knex, configurations } = await createStore(databaseId);
      const note = (configuration: object, firstSeenAt: string) =>
        knex('static_data_configurations').insert({
          configuration: JSON.stringify(configuration),
          first_seen_at: firstSeenAt,
        });
      await note(main, '2026-01-01T00:00:00.000Z');
      await note(next, '2026-01-02T00:00:00.000Z');
      await note(main, '2026-01-03T00:00:00.000Z');
      await note(main, '2026-01-04T00:00:00.000Z');

      expect(await configurations.getCurrent()).toEqual({
        configuration: main,
        firstSeenAt: '2026-01-03T00:00:00.000Z',
      });
    });
  },
);
