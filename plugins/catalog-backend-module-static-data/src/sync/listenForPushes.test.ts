import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  createStaticDataStore,
  GithubSourceConfig,
} from '@internal/plugin-static-data-node';
import { createGithubPushPayload } from 'test-servers';
import { GITHUB_PUSH_TOPIC, listenForPushes } from './listenForPushes';

const SOURCE: GithubSourceConfig = {
  type: 'github',
  host: 'github.com',
  owner: 'acme',
  name: 'architecture',
  branch: 'main',
};

function pushOf(commit: string, pusher: string) {
  return createGithubPushPayload({
    repository: 'acme/architecture',
    branch: 'main',
    commit: commit.repeat(40),
    pusher,
  });
}

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'listenForPushes, %s',
  databaseId => {
    it('requests one sync for a storm of pushes, by the latest pusher', async () => {
      const knex = await databases.init(databaseId);
      const store = await createStaticDataStore({
        getClient: async () => knex,
      });
      const events = mockServices.events();
      const onRequested = jest.fn();
      await listenForPushes({
        source: SOURCE,
        store,
        events,
        logger: mockServices.logger.mock(),
        onRequested,
      });
      const publish = (eventPayload: unknown) =>
        events.publish({ topic: GITHUB_PUSH_TOPIC, eventPayload });

      await publish({ ref: 'nonsense' });
      expect(await store.refreshRequests.peek()).toBeUndefined();
      expect(onRequested).not.toHaveBeenCalled();

      await publish(pushOf('a', 'octocat'));
      const first = await store.refreshRequests.peek();
      expect(onRequested).toHaveBeenCalledTimes(1);
      for (let index = 0; index < 20; index++) {
        await publish(pushOf('b', 'octocat'));
      }
      await publish(pushOf('c', 'hubot'));
      expect(await store.refreshRequests.peek()).toEqual({
        ...first,
        syncType: 'PUSH',
        triggeredBy: 'github:hubot',
        commit: 'c'.repeat(40),
        dryRun: false,
      });

      await store.refreshRequests.remove(first!.syncId);
      expect(await store.refreshRequests.peek()).toBeUndefined();
    });
  },
);

it('only warns of a push that cannot be stored', async () => {
  const events = mockServices.events();
  const logger = mockServices.logger.mock();
  const onRequested = jest.fn();
  await listenForPushes({
    source: SOURCE,
    store: {
      refreshRequests: {
        enqueue: async () => {
          throw new Error('the database is away');
        },
      },
    },
    events,
    logger,
    onRequested,
  });

  await events.publish({
    topic: GITHUB_PUSH_TOPIC,
    eventPayload: pushOf('a', 'octocat'),
  });
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('the database is away'),
  );
  expect(onRequested).not.toHaveBeenCalled();
});
