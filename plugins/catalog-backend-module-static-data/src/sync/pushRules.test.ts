import { RepositoryAddress } from '@internal/plugin-static-data-model';
import {
  BuildFileEntry,
  GithubSourceConfig,
} from '@internal/plugin-static-data-node';
import { createGithubPushPayload } from 'test-servers';
import { isPushToSource, mayChange, Push } from './pushRules';
import { readGithubPush } from './readPushes';

const COMMIT = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const payload = createGithubPushPayload({
  repository: 'acme/architecture',
  branch: 'release/2026',
  commit: COMMIT,
  pusher: 'octocat',
});
const { repository } = payload;

describe('isPushToSource', () => {
  const source: GithubSourceConfig = {
    type: 'github',
    host: 'github.com',
    owner: 'acme',
    name: 'architecture',
    branch: 'release/2026',
  };

  it('knows host and repository in any case', () => {
    const push = readGithubPush(payload)!;
    expect(isPushToSource(push, source)).toBe(true);
    const other = { ...source, host: 'GitHub.com', owner: 'Acme' };
    expect(isPushToSource(push, other)).toBe(true);
  });

  it.each([
    ['another branch', { ref: 'refs/heads/main' }],
    ['a branch that ends like it', { ref: 'refs/heads/x/release/2026' }],
    ['the branch in another case', { ref: 'refs/heads/Release/2026' }],
    ['a tag of that name', { ref: 'refs/tags/release/2026' }],
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
  ])('is not %s', (_, overrides) => {
    const push = readGithubPush({ ...payload, ...overrides })!;
    expect(isPushToSource(push, source)).toBe(false);
  });
});

describe('mayChange', () => {
  function entryOf(address: Partial<RepositoryAddress> = {}): BuildFileEntry {
    return {
      repository: 'acme/cart',
      address: { owner: 'acme', name: 'cart', ...address },
      paths: ['build.gradle', 'ci/apis'],
      providesApis: [],
      consumesApis: [],
      findings: [],
    };
  }

  function pushOf(push: Partial<Push> = {}): Push {
    return {
      hostType: 'github',
      host: 'github.com',
      repository: 'acme/cart',
      ref: 'refs/heads/main',
      defaultBranch: 'main',
      commit: COMMIT,
      pusher: 'octocat',
      ...push,
    };
  }

  it.each<[string, Partial<RepositoryAddress>]>([
    ['refs/heads/main', {}],
    ['refs/heads/main', { path: 'services/cart' }],
    ['refs/heads/next', { ref: 'next' }],
    ['refs/tags/v1', { ref: 'v1' }],
    ['refs/heads/feature/x', { refAndPath: 'feature/x/services/cart' }],
  ])('is true of a push to %s for %j', (ref, address) => {
    expect(mayChange(pushOf({ ref }), entryOf(address))).toBe(true);
  });

  it.each<[string, Partial<RepositoryAddress>]>([
    ['refs/heads/next', {}],
    ['refs/tags/main', {}],
    ['refs/heads/main', { ref: 'next' }],
    ['refs/heads/main', { refAndPath: 'feature/x/services/cart' }],
  ])('is false of a push to %s for %j', (ref, address) => {
    expect(mayChange(pushOf({ ref }), entryOf(address))).toBe(false);
  });

  it.each([
    ['refs/heads/main', true],
    ['refs/heads/next', true],
    ['refs/tags/main', false],
  ])('takes %s for the default branch if that is not known: %s', (ref, is) => {
    const push = pushOf({ ref, defaultBranch: undefined });
    expect(mayChange(push, entryOf())).toBe(is);
    expect(mayChange(push, entryOf({ ref: 'v1' }))).toBe(false);
  });

  it.each([
    [['src/Main.java', 'build.gradle'], true],
    [['services/pay/build.gradle.kts'], true],
    [['gradle/apis.gradle'], true],
    [['ci/apis'], true],
    [['README.md', 'src/gradle/Main.java', 'gradlew'], false],
  ])('takes a push that touches %j for one: %s', (touched, expected) => {
    expect(mayChange(pushOf({ touched }), entryOf())).toBe(expected);
  });
});
