import { repositoryPage, repositoryPages } from './repositoryPages';

const from = 'a'.repeat(40);
const to = 'b'.repeat(40);
const acme = { host: 'git.example.com', owner: 'acme', name: 'arch' };

describe('repositoryPage', () => {
  it.each([
    ['github', acme, 'acme/arch'],
    ['gitlab', { ...acme, owner: 'acme/core' }, 'acme/core/arch'],
    ['bitbucketCloud', acme, 'acme/arch'],
    ['bitbucketServer', acme, 'projects/acme/repos/arch'],
    ['azure', { ...acme, owner: 'acme/My Shop' }, 'acme/My%20Shop/_git/arch'],
    ['azure', acme, 'acme/_git/arch'],
    ['gitea', acme, 'acme/arch'],
  ] as const)('is where %s has it', (hostType, repository, path) => {
    expect(repositoryPage(hostType, repository)).toBe(
      `https://git.example.com/${path}`,
    );
  });
});

it('has a repository below the path of its host', () => {
  const baseUrl = 'http://git.example.com/gitlab';
  expect(repositoryPage('gitlab', { ...acme, baseUrl })).toBe(
    'http://git.example.com/gitlab/acme/arch',
  );
});

describe('repositoryPages', () => {
  const branch = 'feature/x#1';
  const path = 'data/my apps.json';

  it.each([
    ['github', '/tree/feature/x%231'],
    ['gitlab', '/-/tree/feature/x%231'],
    ['bitbucketCloud', '/branch/feature/x%231'],
    ['bitbucketServer', '/browse?at=feature%2Fx%231'],
    ['azure', '?version=GBfeature%2Fx%231'],
    ['gitea', '/src/branch/feature/x%231'],
  ] as const)('shows a branch on %s', (hostType, page) => {
    expect(repositoryPages(hostType, 'https://repo').branch(branch)).toBe(
      `https://repo${page}`,
    );
  });

  it.each([
    ['github', '/commit/'],
    ['gitlab', '/-/commit/'],
    ['bitbucketCloud', '/commits/'],
    ['bitbucketServer', '/commits/'],
    ['azure', '/commit/'],
    ['gitea', '/commit/'],
  ] as const)('shows a commit on %s', (hostType, page) => {
    expect(repositoryPages(hostType, 'https://repo').commit(to)).toBe(
      `https://repo${page}${to}`,
    );
  });

  it.each([
    ['github', '/blob/main/data/my%20apps.json#L5-L7'],
    ['gitlab', '/-/blob/main/data/my%20apps.json#L5-7'],
    ['bitbucketCloud', '/src/main/data/my%20apps.json#lines-5:7'],
    ['bitbucketServer', '/browse/data/my%20apps.json?at=main#5-7'],
    [
      'azure',
      '?path=%2Fdata%2Fmy+apps.json&version=GBmain&line=5&lineEnd=8&lineStartColumn=1&lineEndColumn=1',
    ],
    ['gitea', '/src/branch/main/data/my%20apps.json#L5-L7'],
  ] as const)('shows lines of a file on %s', (hostType, page) => {
    expect(
      repositoryPages(hostType, 'https://repo').file({ branch: 'main' }, path, {
        start: 5,
        end: 7,
      }),
    ).toBe(`https://repo${page}`);
  });

  it.each([
    ['github', `/blob/${to}/a.json#L5`],
    ['gitlab', `/-/blob/${to}/a.json#L5`],
    ['bitbucketCloud', `/src/${to}/a.json#lines-5`],
    ['bitbucketServer', `/browse/a.json?at=${to}#5`],
    [
      'azure',
      `?path=%2Fa.json&version=GC${to}&line=5&lineEnd=6&lineStartColumn=1&lineEndColumn=1`,
    ],
    ['gitea', `/src/commit/${to}/a.json#L5`],
  ] as const)('shows a line of a file at a commit on %s', (hostType, page) => {
    expect(
      repositoryPages(hostType, 'https://repo').file({ commit: to }, 'a.json', {
        start: 5,
        end: 5,
      }),
    ).toBe(`https://repo${page}`);
  });

  it.each([
    ['github', `/compare/${from}...${to}`, `/compare/${from}..${to}`],
    [
      'gitlab',
      `/-/compare/${from}...${to}`,
      `/-/compare/${from}...${to}?straight=true`,
    ],
    [
      'bitbucketCloud',
      `/branches/compare/${to}..${from}`,
      `/branches/compare/${to}..${from}`,
    ],
    [
      'bitbucketServer',
      `/compare/diff?sourceBranch=${to}&targetBranch=${from}`,
      `/compare/diff?sourceBranch=${to}&targetBranch=${from}`,
    ],
    [
      'azure',
      `/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}&_a=files`,
      `/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}&_a=files`,
    ],
    ['gitea', `/compare/${from}...${to}`, `/compare/${from}..${to}`],
  ] as const)('compares commits on %s', (hostType, straight, other) => {
    const { compare } = repositoryPages(hostType, 'https://repo');
    expect(compare(from, to, true)).toBe(`https://repo${straight}`);
    expect(compare(from, to, false)).toBe(`https://repo${other}`);
  });
});
