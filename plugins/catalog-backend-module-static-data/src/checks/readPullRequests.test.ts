import { createPullRequestPayload } from 'test-servers';
import { readPullRequest } from './readPullRequests';

const HEAD = '0123456789abcdef0123456789abcdef01234567';

const pull = {
  host: 'git.example.com',
  fullName: 'acme/architecture',
  number: 12,
  title: 'Add the wish list',
  author: 'octocat',
  head: HEAD,
  branch: 'feature/wishlist',
  target: 'main',
  updatedAt: '2026-03-01T10:00:00.000Z',
};

const READ = {
  number: 12,
  title: 'Add the wish list',
  author: 'octocat',
  state: 'open',
  head: HEAD,
  headRef: 'feature/wishlist',
  target: 'main',
  isFork: false,
  updatedAt: '2026-03-01T10:00:00.000Z',
};

const TOPICS = {
  github: 'github.pull_request',
  gitlab: 'gitlab.merge_request',
};

function read(
  type: keyof typeof TOPICS,
  overrides: Partial<
    Parameters<typeof createPullRequestPayload.github>[0]
  > = {},
) {
  return readPullRequest(
    TOPICS[type],
    createPullRequestPayload[type]({ ...pull, ...overrides }),
  );
}

describe('readPullRequest', () => {
  it('reads an event of GitHub', () => {
    expect(read('github')).toEqual({
      hostType: 'github',
      host: 'git.example.com',
      repository: 'acme/architecture',
      pullRequest: {
        ...READ,
        url: 'https://git.example.com/acme/architecture/pull/12',
      },
    });
  });

  it('reads an event of GitLab', () => {
    expect(read('gitlab', { fullName: 'acme/core/architecture' })).toEqual({
      hostType: 'gitlab',
      host: 'git.example.com',
      repository: 'acme/core/architecture',
      pullRequest: {
        ...READ,
        url: 'https://git.example.com/acme/core/architecture/-/merge_requests/12',
      },
    });
  });

  it.each(['github', 'gitlab'] as const)(
    'tells from the events of %s what is closed or merged, and what comes from a fork',
    type => {
      expect(read(type, { state: 'closed' })?.pullRequest.state).toBe('closed');
      expect(read(type, { state: 'merged' })?.pullRequest.state).toBe('merged');
      expect(read(type, { fork: 'mallory/x' })?.pullRequest.isFork).toBe(true);
    },
  );

  it('reads the times of GitLab', () => {
    const updatedAt = '2026-03-01 10:00:00 UTC';
    expect(read('gitlab', { updatedAt })?.pullRequest.updatedAt).toBe(
      '2026-03-01T10:00:00.000Z',
    );
  });

  it('does not take whoever updates a merge request for its author', () => {
    const update = read('gitlab', { action: 'update', author: 'bob' });
    expect(update?.pullRequest.author).toBeUndefined();
  });

  it('takes texts of whoever wrote them for one line, and no login that cannot be one', () => {
    const { pullRequest } = read('github', {
      title: `One\nTwo\u202e${'x'.repeat(1_000)}`,
      author: '@all\n',
    })!;
    expect(pullRequest.title).toMatch(/^One\\nTwo\\u202ex+…$/);
    expect(pullRequest.title.length).toBeLessThanOrEqual(256);
    expect(pullRequest.author).toBeUndefined();
  });

  it.each<[string, Parameters<typeof read>[1]]>([
    ['a head that is no commit', { head: 'main' }],
    ['a number that is none', { number: -1 }],
    ['an address of another kind', { host: 'x"><script' }],
    ['a time that is none', { updatedAt: 'now' }],
  ])('refuses %s', (_, overrides) => {
    expect(read('github', overrides)).toBeUndefined();
    expect(read('gitlab', overrides)).toBeUndefined();
  });

  it.each([undefined, null, 'text', [], {}, { pull_request: {} }])(
    'refuses %j',
    payload => {
      expect(readPullRequest(TOPICS.github, payload)).toBeUndefined();
      expect(readPullRequest(TOPICS.gitlab, payload)).toBeUndefined();
      expect(readPullRequest('github.push', payload)).toBeUndefined();
    },
  );
});
