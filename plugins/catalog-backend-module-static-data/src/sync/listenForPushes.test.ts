import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  GithubSourceConfig,
  RepositorySourceConfig,
  SyncState,
} from '@internal/plugin-static-data-node';
import { createGithubPushPayload, createPushPayload } from 'test-servers';
import { createStore } from './__testUtils__/startProcess';
import { createCompletedSync } from '../record/__testUtils__/createCompletedSync';
import { listenForPushes } from './listenForPushes';

jest.setTimeout(60_000);

const GITHUB_PUSH_TOPIC = 'github.push';

const SOURCE: GithubSourceConfig = {
  type: 'github',
  host: 'github.com',
  owner: 'acme',
  name: 'architecture',
  branch: 'main',
};

function pushOf(
  commit: string,
  pusher: string,
  repository = 'acme/architecture',
) {
  return createGithubPushPayload({
    repository,
    branch: 'main',
    commit: commit.repeat(40),
    pusher,
    files: ['build.gradle'],
  });
}

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'listenForPushes, %s',
  databaseId => {
    /** @param repositories - that applications name */
    async function setUp(
      repositories: Record<string, object> = {},
      source: RepositorySourceConfig = SOURCE,
      named: Pick<SyncState, 'repository' | 'renamedTo'> = {},
    ) {
      const knex = await databases.init(databaseId);
      const { store } = await createStore(knex);
      const { applied, ...sync } = createCompletedSync();
      await store.complete({
        ...sync,
        applied: {
          ...applied!,
          state: { ...applied!.state, ...named },
          buildFiles: Object.entries(repositories).map(
            ([repository, address]) => ({
              repository,
              address: { owner: 'acme', name: 'cart', ...address },
              paths: ['build.gradle'],
              providesApis: [],
              consumesApis: [],
              findings: [],
              ...('renamedTo' in address && {
                renamedTo: String(address.renamedTo),
              }),
            }),
          ),
        },
      });
      const events = mockServices.events();
      const onRequested = jest.fn();
      await listenForPushes({
        sources: [{ source, store, onRequested }],
        hosts: [],
        events,
        logger: mockServices.logger.mock(),
      });
      const publish = (eventPayload: unknown, topic = GITHUB_PUSH_TOPIC) =>
        events.publish({ topic, eventPayload });
      const getRequests = () => knex('static_data_refresh_requests');
      return { store, onRequested, publish, getRequests };
    }

    it('requests one sync for a storm of pushes to the source, by the latest pusher', async () => {
      const { store, onRequested, publish } = await setUp();
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

    it('knows the source by the name that it has by now', async () => {
      const { store, publish } = await setUp({}, SOURCE, {
        repository: 'github.com/acme/architecture',
        renamedTo: 'acme/landscape',
      });
      await publish(pushOf('a', 'octocat', 'Acme/Landscape'));
      expect(await store.refreshRequests.peek()).toMatchObject({
        syncType: 'PUSH',
        commit: 'a'.repeat(40),
      });
    });

    it('does not know the source by the new name of what was configured before', async () => {
      const { store, publish } = await setUp({}, SOURCE, {
        repository: 'github.com/acme/old-architecture',
        renamedTo: 'acme/landscape',
      });
      await publish(pushOf('a', 'octocat', 'acme/landscape'));
      expect(await store.refreshRequests.count()).toBe(0);
    });

    it('hears of the source and of applications, whichever hosts they are on', async () => {
      const { store, onRequested, publish } = await setUp(
        {
          'github.com/acme/cart': { host: 'github.com' },
          'acme/core/shop': { owner: 'acme/core', name: 'shop' },
        },
        {
          ...SOURCE,
          type: 'gitlab',
          host: 'gitlab.example.com',
          owner: 'acme/core',
        },
      );
      const onGitlab = (fullName: string) =>
        publish(
          createPushPayload.gitlab({
            host: 'gitlab.example.com',
            fullName,
            branch: 'main',
            commit: 'd'.repeat(40),
            pusher: 'ann',
          }),
          'gitlab.push',
        );
      await onGitlab('acme/core/architecture');
      const ofSource = await store.refreshRequests.peek();
      expect(ofSource).toMatchObject({ triggeredBy: 'gitlab:ann' });
      await store.refreshRequests.remove(ofSource!.syncId);

      const requested = new Promise<void>(resolve =>
        onRequested.mockImplementation(resolve),
      );
      await publish(pushOf('b', 'octocat', 'acme/cart'));
      await onGitlab('acme/core/shop');
      await requested;
      expect(await store.refreshRequests.peek()).toMatchObject({
        pushes: [
          { repository: 'github.com/acme/cart', pushedBy: 'github:octocat' },
          { repository: 'acme/core/shop', pushedBy: 'gitlab:ann' },
        ],
      });
    });

    it('requests one sync for pushes to repositories of applications, a moment later', async () => {
      const { store, onRequested, publish } = await setUp({
        'acme/cart': {},
        'acme/shop/web#main': { name: 'shop', path: 'web', ref: 'main' },
        'acme/shop/api': { name: 'shop', path: 'api' },
      });
      const requested = new Promise<void>(resolve =>
        onRequested.mockImplementation(resolve),
      );
      await publish(pushOf('a', 'octocat', 'acme/cart'));
      await publish(pushOf('b', 'hubot', 'acme/shop'));
      await publish(pushOf('c', 'octocat', 'Acme/Cart'));
      expect(onRequested).not.toHaveBeenCalled();
      expect(await store.refreshRequests.peek()).toBeUndefined();

      await requested;
      const request = await store.refreshRequests.peek();
      expect(request).toMatchObject({
        syncType: 'PUSH',
        triggeredBy: 'github:octocat',
        dryRun: false,
        pushes: [
          {
            repository: 'acme/shop',
            commit: 'b'.repeat(40),
            pushedBy: 'github:hubot',
          },
          {
            repository: 'acme/cart',
            commit: 'c'.repeat(40),
            pushedBy: 'github:octocat',
          },
        ],
      });
      expect(await store.refreshRequests.count()).toBe(1);
    });

    it('knows a repository by the name that it has by now', async () => {
      const { publish, getRequests } = await setUp({
        'acme/basket': { name: 'basket', renamedTo: 'acme/cart' },
      });
      await publish(pushOf('a', 'octocat', 'acme/cart'));
      const [{ pushes }] = await getRequests();
      expect(JSON.parse(pushes)).toMatchObject([{ repository: 'acme/basket' }]);
    });

    it.each([
      ['bitbucketCloud', 'bitbucketCloud.repo:push'],
      ['bitbucketServer', 'bitbucketServer.repo:refs_changed'],
    ] as const)(
      'hears of an application on %s, which does not tell its default branch',
      async (type, topic) => {
        const host = 'bitbucket.example.com';
        const { publish, getRequests } = await setUp(
          { 'acme/cart': {} },
          { ...SOURCE, type, host },
        );
        await publish(
          createPushPayload[type]({
            host,
            fullName: 'acme/cart',
            branch: 'main',
            commit: 'd'.repeat(40),
            pusher: 'ann',
          }),
          topic,
        );
        const [{ pushes }] = await getRequests();
        expect(JSON.parse(pushes)).toMatchObject([
          { repository: 'acme/cart', pushedBy: `${type}:ann` },
        ]);
      },
    );

    it.each<[string, object]>([
      ['a repository that no application names', {}],
      [
        'one whose name only begins like it',
        { 'acme/cartoon': { name: 'cartoon' } },
      ],
      ['one whose name only looks like it', { 'acme/c_rt': { name: 'c_rt' } }],
      ['another branch', { 'acme/cart#next': { ref: 'next' } }],
      [
        'a repository of that name on another host',
        { 'ghe.example.com/acme/cart': { host: 'ghe.example.com' } },
      ],
    ])('ignores a push to %s', async (_, repositories) => {
      const { publish, getRequests } = await setUp({ ...repositories });
      await publish(pushOf('a', 'octocat', 'acme/cart'));
      expect(await getRequests()).toEqual([]);
    });

    it('ignores a push that touches no build file', async () => {
      const { publish, getRequests } = await setUp({ 'acme/cart': {} });
      const push = pushOf('a', 'octocat', 'acme/cart');
      const [commit] = push.commits;
      await publish({
        ...push,
        commits: [{ ...commit, modified: ['README.md'] }],
      });
      expect(await getRequests()).toEqual([]);
    });
  },
);

it('only warns of a push that cannot be stored', async () => {
  const events = mockServices.events();
  const logger = mockServices.logger.mock();
  const onRequested = jest.fn();
  const isAway = async () => {
    throw new Error('the database is away');
  };
  const store = {
    refreshRequests: { enqueue: isAway, enqueuePush: isAway },
    buildFiles: { listOf: isAway },
    state: { get: async () => ({}) },
  };
  await listenForPushes({
    sources: [{ source: SOURCE, store, onRequested }],
    hosts: [],
    events,
    logger,
  });

  for (const repository of ['acme/architecture', 'acme/cart']) {
    await events.publish({
      topic: GITHUB_PUSH_TOPIC,
      eventPayload: pushOf('a', 'octocat', repository),
    });
  }
  expect(logger.warn).toHaveBeenCalledTimes(2);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('the database is away'),
  );
  expect(onRequested).not.toHaveBeenCalled();
});
