import { MISSING_FACTS } from '@internal/plugin-static-data-common';
import { RepositoryHost } from '@internal/plugin-static-data-model';
import { RepositorySourceConfig } from '@internal/plugin-static-data-node';
import set from 'lodash/set';
import { createGithubPushPayload, createPushPayload } from 'test-servers';
import { isPushToSource } from './pushRules';
import { PUSH_TOPICS, readGithubPush, readPushes } from './readPushes';

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
        [],
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

    it('tells what the table of missing facts does not name', () => {
      const [push] = read();
      const missing = MISSING_FACTS[hostType];
      expect(push.defaultBranch === undefined).toBe(
        missing.includes('defaultBranches'),
      );
      expect(missing).toContain('pushedFiles');
      expect(push.touched).toBeUndefined();
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
        expect(readPushes(topic, payload, [])).toEqual([]);
      },
    );

    it('passes on no pusher that can be no login', () => {
      expect(read({ pusher: '<script>' })).toMatchObject([
        { pusher: 'unknown' },
      ]);
    });
  },
);

it.each([
  ['bitbucketCloud', 'bitbucketCloud.repo:push', 'actor', null],
  ['bitbucketCloud', 'bitbucketCloud.repo:push', 'actor', undefined],
  ['bitbucketServer', 'bitbucketServer.repo:refs_changed', 'actor', null],
  ['bitbucketServer', 'bitbucketServer.repo:refs_changed', 'actor', undefined],
  ['azure', 'azureDevOps.git.push', 'resource.pushedBy', null],
  ['gitlab', 'gitlab.push', 'user_username', null],
] as const)(
  'reads a push on %s that does not say who pushed (%s, %s: %s)',
  (type, topic, key, value) => {
    const payload = createPushPayload[type]({
      host: 'git.example.com',
      fullName: 'acme/shop/architecture',
      branch: 'main',
      commit: COMMIT,
      pusher: 'ann',
    });
    expect(readPushes(topic, set(payload, key, value), [])).toMatchObject([
      { commit: COMMIT, pusher: 'unknown' },
    ]);
  },
);

it.each([
  ['gitlab', 'gitlab.push'],
  ['gitea', 'github.push'],
] as const)('reads a push on a %s below a path of its host', (type, topic) => {
  const host = 'git.example.com';
  const payload = createPushPayload[type]({
    host,
    fullName: 'scm/acme/architecture',
    branch: 'main',
    commit: COMMIT,
    pusher: 'ann',
  });
  const known: RepositoryHost[] = [
    { host, baseUrl: `http://${host}/scm`, type, access: 'other' },
  ];
  expect(readPushes(topic, payload, known)).toMatchObject([
    { host, repository: 'acme/architecture' },
  ]);
});

it.each([
  'https://dev.azure.com/acme/_git/architecture',
  'https://dev.azure.com/acme/architecture/_git/architecture',
  'https://acme.visualstudio.com/architecture/_git/architecture',
])(
  'reads a push on Azure DevOps, whatever it calls the repository: %s',
  remoteUrl => {
    const payload = createPushPayload.azure({
      host: 'dev.azure.com',
      fullName: 'acme/architecture/architecture',
      branch: 'main',
      commit: COMMIT,
      pusher: 'ann',
    }) as { resource: { repository: object } };
    const { resource } = payload;
    const renamed = {
      ...payload,
      resource: {
        ...resource,
        repository: { ...resource.repository, remoteUrl },
      },
    };
    const known: RepositoryHost[] = [
      { host: 'dev.azure.com', type: 'azure', access: 'other' },
    ];
    expect(readPushes('azureDevOps.git.push', renamed, known)).toMatchObject([
      {
        host: 'dev.azure.com',
        repository: 'acme/architecture/architecture',
      },
    ]);
  },
);

describe('readGithubPush', () => {
  const payload = createGithubPushPayload({
    repository: 'acme/architecture',
    branch: 'release/2026',
    commit: COMMIT,
    pusher: 'octocat',
  });
  const { repository } = payload;

  it('reads who pushed which commit to which branch, and what it touches', () => {
    expect(readGithubPush(payload)).toEqual({
      hostType: 'github',
      host: 'github.com',
      repository: 'acme/architecture',
      ref: 'refs/heads/release/2026',
      defaultBranch: 'main',
      commit: COMMIT,
      pusher: 'octocat',
      touched: ['data/applications.json'],
    });
  });

  it('knows bots', () => {
    const name = 'renovate[bot]';
    expect(readGithubPush({ ...payload, pusher: { name } })?.pusher).toBe(name);
  });

  const [commit] = payload.commits;
  it.each([
    ['a branch is new', { created: true }],
    ['commits were dropped', { forced: true }],
    ['GitHub names no commits', { commits: [] }],
    ['GitHub does not say', { commits: undefined }],
    ['there are too many commits', { commits: Array(2_048).fill(commit) }],
    ['commits are not as expected', { commits: [{ id: COMMIT }] }],
  ])('does not know what a push touches if %s', (_, overrides) => {
    expect(readGithubPush({ ...payload, ...overrides })).toMatchObject({
      touched: undefined,
    });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'push'],
    ['a list', [payload]],
    ['no repository', { ...payload, repository: undefined }],
    [
      'no address',
      { ...payload, repository: { ...repository, html_url: '/a' } },
    ],
    ['no pusher', { ...payload, pusher: undefined }],
    ['no commit', { ...payload, after: 'HEAD; rm -rf /' }],
    ['the end of a branch', { ...payload, after: '0'.repeat(40) }],
    [
      'a ref of another type',
      { ...payload, ref: { toString: () => payload.ref } },
    ],
  ])('ignores what is not a push: %s', (_, other) => {
    expect(readGithubPush(other)).toBeUndefined();
  });

  it.each([['two\nlines'], ['<b>octocat</b>'], ['x'.repeat(200)], [''], [7]])(
    'does not pass on what cannot be a login: %j',
    name => {
      expect(readGithubPush({ ...payload, pusher: { name } })?.pusher).toBe(
        'unknown',
      );
    },
  );
});
