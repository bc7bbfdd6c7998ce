import { mockServices } from '@backstage/backend-test-utils';
import { HostedSourceConfig } from '@internal/plugin-static-data-node';
import { createPushPayload } from 'test-servers';
import { listenForHostPushes } from './listenForHostPushes';

const COMMIT = 'c'.repeat(40);

const HOSTS = [
  ['gitlab', 'gitlab.push', 'gitlab.example.com', 'acme/core'],
  ['bitbucketCloud', 'bitbucketCloud.repo:push', 'bitbucket.org', 'acme'],
  [
    'bitbucketServer',
    'bitbucketServer.repo:refs_changed',
    'bb.example.com:8443',
    'ACME',
  ],
  ['azure', 'azureDevOps.git.push', 'dev.azure.com', 'acme/My Shop'],
  ['gitea', 'github.push', 'git.example.com', 'acme'],
] as const;

describe.each(HOSTS)('pushes on %s', (type, topic, host, owner) => {
  const source: HostedSourceConfig = {
    type,
    host,
    owner,
    name: 'architecture',
    branch: 'release/1',
  };
  const events = () => mockServices.events();
  const enqueue = jest.fn();
  const onRequested = jest.fn();
  const logger = mockServices.logger.mock();

  beforeEach(() => {
    jest.resetAllMocks();
  });

  async function publish(
    change: Record<string, string> = {},
    service = events(),
  ) {
    await listenForHostPushes({
      source,
      store: { refreshRequests: { enqueue } },
      events: service,
      logger,
      onRequested,
    });
    const eventPayload = createPushPayload[type]({
      host,
      fullName: `${owner}/architecture`,
      branch: 'release/1',
      commit: COMMIT,
      pusher: 'ann@example.com',
      ...change,
    });
    await service.publish({ topic, eventPayload });
  }

  it('requests a sync for a push to the branch', async () => {
    await publish();
    expect(enqueue).toHaveBeenCalledWith({
      syncType: 'PUSH',
      triggeredBy: `${type}:ann@example.com`,
      commit: COMMIT,
      dryRun: false,
    });
    expect(onRequested).toHaveBeenCalledTimes(1);
  });

  it('takes hosts and repositories for the same in upper case', async () => {
    await publish({
      fullName: `${owner}/ARCHITECTURE`,
      host: host.toUpperCase(),
    });
    expect(enqueue).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['another branch', { branch: 'main' }],
    ['another repository', { fullName: `${owner}/architecture2` }],
    ['another owner', { fullName: `evil/${owner}/architecture` }],
    ['another host', { host: 'evil.example.com' }],
    ['a branch that was deleted', { commit: '0'.repeat(40) }],
    ['a commit that is none', { commit: 'HEAD; rm -rf' }],
  ])('ignores %s', async (_, change) => {
    await publish(change);
    expect(enqueue).not.toHaveBeenCalled();
  });

  it('ignores what is no push', async () => {
    const service = events();
    await publish({ branch: 'main' }, service);
    for (const eventPayload of [null, 'push', {}, { ref: 5 }, []]) {
      await service.publish({ topic, eventPayload });
    }
    expect(enqueue).not.toHaveBeenCalled();
  });

  it('records nothing that can be no login', async () => {
    await publish({ pusher: '<script>' });
    expect(enqueue).toHaveBeenCalledWith(
      expect.objectContaining({ triggeredBy: `${type}:unknown` }),
    );
  });

  it('only warns of a push that cannot be stored', async () => {
    enqueue.mockRejectedValue(new Error('the database is away'));
    await publish();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('the database is away'),
    );
    expect(onRequested).not.toHaveBeenCalled();
  });
});
