import { GithubSourceConfig } from '@internal/plugin-static-data-node';
import { createGithubPushPayload } from 'test-servers';
import { readPush } from './listenForPushes';

const SOURCE: GithubSourceConfig = {
  type: 'github',
  host: 'github.com',
  owner: 'acme',
  name: 'architecture',
  branch: 'release/2026',
};
const COMMIT = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const push = createGithubPushPayload({
  repository: 'acme/architecture',
  branch: 'release/2026',
  commit: COMMIT,
  pusher: 'octocat',
});

describe('readPush', () => {
  it('reads who pushed which commit', () => {
    expect(readPush(push, SOURCE)).toEqual({
      pusher: 'octocat',
      commit: COMMIT,
    });
  });

  it('knows host and repository in any case', () => {
    const source = { ...SOURCE, host: 'GitHub.com', owner: 'Acme' };
    expect(readPush(push, source)).toBeDefined();
  });

  it('knows bots', () => {
    const name = 'renovate[bot]';
    expect(readPush({ ...push, pusher: { name } }, SOURCE)).toMatchObject({
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
    expect(readPush({ ...push, ...overrides }, SOURCE)).toBeUndefined();
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
    expect(readPush(payload, SOURCE)).toBeUndefined();
  });

  it.each([['two\nlines'], ['<b>octocat</b>'], ['x'.repeat(200)], [''], [7]])(
    'does not pass on what cannot be a login: %j',
    name => {
      expect(readPush({ ...push, pusher: { name } }, SOURCE)).toEqual({
        pusher: 'unknown',
        commit: COMMIT,
      });
    },
  );
});
