import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import {
  readStaticDataConfig,
  StaticDataConfig,
  toConfigSnapshot,
} from '../config/readStaticDataConfig';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const { configurations } = await createTestStore({
    getClient: async () => knex,
  });
  return { knex, configurations };
}

function read(
  changes: JsonObject = {},
): [StaticDataConfig, StaticDataConfig['sources'][number]] {
  const config = readStaticDataConfig(
    new ConfigReader({
      staticData: { github: { repo: 'acme/architecture' }, ...changes },
    }),
  )!;
  return [config, config.sources[0]];
}

const main = read();
const next = read({ github: { repo: 'acme/architecture', branch: 'next' } });

describe.each(databases.eachSupportedId())(
  'ConfigurationStore, %s',
  databaseId => {
    it('knows nothing at first', async () => {
      const { configurations } = await createStore(databaseId);
      expect(await configurations.getCurrent()).toBeUndefined();
    });

    it('notes a configuration when it comes into force, not again', async () => {
      const { knex, configurations } = await createStore(databaseId);
      await configurations.observe(...main);
      const noted = await configurations.getCurrent();
      expect(noted).toEqual({
        configuration: toConfigSnapshot(main[1]),
        firstSeenAt: expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/),
      });

      await configurations.observe(...read());
      expect(await configurations.getCurrent()).toEqual(noted);
      expect(await knex('static_data_configurations')).toHaveLength(1);
    });

    it.each<[string, JsonObject]>([
      ['a file', { files: { squads: 'data/teams.json' } }],
      ['the limits of removals', { safety: { maxRemovalPercent: 90 } }],
      ['retention', { history: { retentionDays: 30 } }],
      ['the timeout', { schedule: { timeout: { minutes: 20 } } }],
      [
        'a webhook',
        {
          webhooks: [
            {
              url: 'https://example.com',
              secret: 'a secret of enough characters',
              events: ['sync.failed'],
            },
          ],
        },
      ],
    ])('notes a change of %s', async (_, changes) => {
      const { knex, configurations } = await createStore(databaseId);
      await configurations.observe(...main);
      await knex('static_data_configurations').update({
        first_seen_at: '2026-01-01T00:00:00.000Z',
      });
      await configurations.observe(...read(changes));
      const current = await configurations.getCurrent();
      expect(current!.firstSeenAt).not.toBe('2026-01-01T00:00:00.000Z');
      expect(
        JSON.stringify(await knex('static_data_configurations')),
      ).not.toContain('secret');
    });

    it('takes another token for the same configuration', async () => {
      const { knex, configurations } = await createStore(databaseId);
      for (const token of ['ghp_one', 'ghp_two']) {
        const github = { repo: 'acme/architecture', token };
        await configurations.observe(...read({ github }));
      }
      expect(await knex('static_data_configurations')).toHaveLength(1);
    });

    it('starts anew when a configuration comes back', async () => {
      const { knex, configurations } = await createStore(databaseId);
      await configurations.observe(...main);
      await knex('static_data_configurations').update({
        first_seen_at: '2026-01-01T00:00:00.000Z',
      });
      await configurations.observe(...next);
      expect(await configurations.getCurrent()).toMatchObject({
        configuration: toConfigSnapshot(next[1]),
      });

      await configurations.observe(...main);
      const current = await configurations.getCurrent();
      expect(current!.configuration).toEqual(toConfigSnapshot(main[1]));
      expect(current!.firstSeenAt).not.toBe('2026-01-01T00:00:00.000Z');
    });

    it('counts from the first of equal notes in a row', async () => {
      const { knex, configurations } = await createStore(databaseId);
      const repository = 'acme/architecture';
      const note = (branch: string, firstSeenAt: string) =>
        knex('static_data_configurations').insert({
          source_id: 'default',
          configuration: JSON.stringify({ repository, branch, digest: branch }),
          first_seen_at: firstSeenAt,
        });
      await note('main', '2026-01-01T00:00:00.000Z');
      await note('next', '2026-01-02T00:00:00.000Z');
      await note('main', '2026-01-03T00:00:00.000Z');
      await note('main', '2026-01-04T00:00:00.000Z');

      expect(await configurations.getCurrent()).toEqual({
        configuration: { repository, branch: 'main' },
        firstSeenAt: '2026-01-03T00:00:00.000Z',
      });
    });
  },
);
