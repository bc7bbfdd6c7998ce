import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  createStaticDataStore,
  GithubSourceConfig,
} from '@internal/plugin-static-data-node';
import { createGithubPushPayload } from 'test-servers';
import {
  GITHUB_PUSH_TOPIC,
  listenForPushes,
  readPush,
} from './listenForPushes';

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

const RELEASE_SOURCE = { ...SOURCE, branch: 'release/2026' };
const COMMIT = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const push = createGithubPushPayload({
  repository: 'acme/architecture',
  branch: 'release/2026',
  commit: COMMIT,
  pusher: 'octocat',
});

describe('readPush', () => {
  it('reads who pushed which commit', () => {
    expect(readPush(push, RELEASE_SOURCE)).toEqual({
      pusher: 'octocat',
      commit: COMMIT,
    });
  });

  it('knows host and repository in any case', () => {
    const source = { ...RELEASE_SOURCE, host: 'GitHub.com', owner: 'Acme' };
    expect(readPush(push, source)).toBeDefined();
  });

  it('knows bots', () => {
    const name = 'renovate[bot]';
    expect(
      readPush({ ...push, pusher: { name } }, RELEASE_SOURCE),
    ).toMatchObject({
      pusher: name,
    });
  });

  const { repository } = push;
  it.each([
    ['another branch', { ref: 'refs/heads/main' }],
    ['a branch that ends like it', { ref: 'refs/heads/x/release/2026' }],
    ['the branch in another case', { ref: 'refs/heads/Release/2026' }],
    ['a tag of that name', { ref: 'refs/tags/release/2026' }],
    [
      'the end of the branch',
      { after: '0000000000000000000000000000000000000000', deleted: true },
    ],
    [
      'a fork',
      { repository: { ...repository, full_name: 'octocat/architecture' } },
    ],
    [
      'a repository of that name on another host',
      {
        repository: {
          ...repository,
          html_url: 'https://ghe.example.com/acme/architecture',
        },
      },
    ],
  ])('ignores %s', (_, overrides) => {
    expect(readPush({ ...push, ...overrides }, RELEASE_SOURCE)).toBeUndefined();
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'push'],
    ['a list', [push]],
    ['no repository', { ...push, repository: undefined }],
    ['no address', { ...push, repository: { ...repository, html_url: '/a' } }],
    ['no pusher', { ...push, pusher: undefined }],
    ['no commit', { ...push, after: 'HEAD; rm -rf /' }],
    ['a ref of another type', { ...push, ref: { toString: () => push.ref } }],
  ])('ignores what is not a push: %s', (_, payload) => {
    expect(readPush(payload, RELEASE_SOURCE)).toBeUndefined();
  });

  it.each([['two\nlines'], ['<b>octocat</b>'], ['x'.repeat(200)], [''], [7]])(
    'does not pass on what cannot be a login: %j',
    name => {
      expect(readPush({ ...push, pusher: { name } }, RELEASE_SOURCE)).toEqual({
        pusher: 'unknown',
        commit: COMMIT,
      });
    },
  );
});
