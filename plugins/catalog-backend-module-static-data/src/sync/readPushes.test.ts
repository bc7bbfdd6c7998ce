import { RepositorySourceConfig } from '@internal/plugin-static-data-node';
import { createPushPayload } from 'test-servers';
import { isPushToSource } from './readPush';
import { PUSH_TOPICS, readPushes } from './readPushes';

const COMMIT = 'c'.repeat(40);

const HOSTS = [
  ['gitlab', 'gitlab.push', 'gitlab.example.com', 'acme/core', 'main'],
  [
    'bitbucketCloud',
    'bitbucketCloud.repo:push',
    'bitbucket.org',
    'acme',
    undefined,
  ],
  [
    'bitbucketServer',
    'bitbucketServer.repo:refs_changed',
    'bb.example.com:8443',
    'ACME',
    undefined,
  ],
  ['azure', 'azureDevOps.git.push', 'dev.azure.com', 'acme/My Shop', 'main'],
  ['gitea', 'github.push', 'git.example.com', 'acme', 'main'],
] as const;

describe.each(HOSTS)(
  'a push on %s',
  (hostType, topic, host, owner, defaultBranch) => {
    const source: RepositorySourceConfig = {
      type: hostType,
      host,
      owner,
      name: 'architecture',
      branch: 'release/1',
    };

    function read(change: Record<string, string> = {}) {
      return readPushes(
        topic,
        createPushPayload[hostType]({
          host,
          fullName: `${owner}/architecture`,
          branch: 'release/1',
          commit: COMMIT,
          pusher: 'ann@example.com',
          ...change,
        }),
      );
    }

    it('is read', () => {
      expect(read()).toEqual([
        {
          hostType,
          host,
          repository: `${owner}/architecture`,
          ref: 'refs/heads/release/1',
          defaultBranch,
          commit: COMMIT,
          pusher: 'ann@example.com',
        },
      ]);
      expect(read().map(push => isPushToSource(push, source))).toEqual([true]);
      expect(PUSH_TOPICS).toContain(topic);
    });

    it('is known in upper case', () => {
      const [push] = read({
        fullName: `${owner}/ARCHITECTURE`,
        host: host.toUpperCase(),
      });
      expect(isPushToSource(push, source)).toBe(true);
    });

    it.each([
      ['another branch', { branch: 'main' }],
      ['another repository', { fullName: `${owner}/architecture2` }],
      ['another owner', { fullName: `evil/${owner}/architecture` }],
      ['another host', { host: 'evil.example.com' }],
    ])('is not one to the source if it is to %s', (_, change) => {
      expect(read(change).some(push => isPushToSource(push, source))).toBe(
        false,
      );
    });

    it.each([
      ['deletes the branch', '0'.repeat(40)],
      ['names no commit', 'HEAD; rm -rf'],
    ])('is none if it %s', (_, commit) => {
      expect(read({ commit })).toEqual([]);
    });

    it.each([[null], ['push'], [{}], [{ ref: 5 }], [[]]])(
      'is not what is no event: %j',
      payload => {
        expect(readPushes(topic, payload)).toEqual([]);
      },
    );

    it('passes on no pusher that can be no login', () => {
      expect(read({ pusher: '<script>' })).toMatchObject([
        { pusher: 'unknown' },
      ]);
    });
  },
);
