import { HOSTS } from '../__testUtils__/transform';
import { parseRepositoryAddress } from './parseRepositoryAddress';
import { ANY_HOST, RepositoryHost } from './repositoryAddress';

const pay = { owner: 'acme', name: 'pay' };
const onGithub = { host: 'github.com', ...pay };

function addressOf(value: unknown, hosts = HOSTS) {
  const result = parseRepositoryAddress(value, hosts);
  return 'address' in result ? result.address : result.problem;
}

describe('parseRepositoryAddress', () => {
  it.each([
    'acme/pay',
    ' acme/pay.git ',
    'https://ghe.example.com/acme/pay',
    'https://GHE.example.com/acme/pay/',
    'https://www.ghe.example.com/acme/pay.git',
    'https://user:secret@ghe.example.com/acme/pay.git/',
    'https://ghe.example.com/acme/pay?tab=readme#usage',
    'https://ghe.example.com/acme/pay/issues/5',
    'http://ghe.example.com/acme/pay',
    'url:https://ghe.example.com/acme/pay',
    'URL:https://ghe.example.com/acme/pay/',
    'git+https://ghe.example.com/acme/pay.git',
    'git://ghe.example.com/acme/pay.git',
    'scm:git:https://ghe.example.com/acme/pay.git',
    'git@ghe.example.com:acme/pay.git',
    'git@ghe.example.com:/acme/pay',
    'url:git@ghe.example.com:acme/pay.git',
    'ghe.example.com:acme/pay.git',
    'ssh://git@ghe.example.com/acme/pay.git',
    'ssh://git@ghe.example.com:2222/acme/pay.git',
    'git+ssh://git@ssh.ghe.example.com:443/acme/pay.git',
    'ghe.example.com/acme/pay',
    'ghe.example.com/acme/pay/',
    'https://ghe.example.com/api/v3/repos/acme/pay',
    { owner: 'acme', name: 'pay' },
    { owner: 'acme', repo: 'pay', host: 'ghe.example.com', branch: '' },
    { type: 'git', url: 'git+https://ghe.example.com/acme/pay.git' },
    { type: 'git', url: 'acme/pay' },
  ])('reads %j', value => {
    expect(addressOf(value)).toEqual(pay);
  });

  it.each<[unknown, object]>([
    ['https://github.com/acme/pay', onGithub],
    ['git@github.com:acme/pay.git', onGithub],
    ['github:acme/pay', onGithub],
    [{ host: 'github.com', owner: 'acme', name: 'pay' }, onGithub],
    [
      'https://ghe.example.com/acme/pay/tree/next',
      { ...pay, refAndPath: 'next' },
    ],
    [
      'https://ghe.example.com/acme/pay/tree/feature/x/services/pay?a=b',
      { ...pay, refAndPath: 'feature/x/services/pay' },
    ],
    [
      'ghe.example.com/acme/pay/tree/main/a%20b',
      { ...pay, refAndPath: 'main/a b' },
    ],
    ['acme/pay/tree/main/a', { ...pay, refAndPath: 'main/a' }],
    [
      'https://ghe.example.com/acme/pay/commit/1a2b3c',
      { ...pay, refAndPath: '1a2b3c' },
    ],
    [
      'https://ghe.example.com/acme/pay/releases/tag/v1.0',
      { ...pay, refAndPath: 'v1.0' },
    ],
    ['acme/pay#release/2.0', { ...pay, ref: 'release/2.0' }],
    ['github:acme/pay#v1', { ...onGithub, ref: 'v1' }],
    ['git@ghe.example.com:acme/pay.git#next', { ...pay, ref: 'next' }],
    ['git+https://ghe.example.com/acme/pay.git#next', { ...pay, ref: 'next' }],
    ['ghe.example.com/acme/pay#readme', pay],
    [
      'https://ghe.example.com/acme/pay/blob/main/a/build.gradle#L5',
      { ...pay, refAndPath: 'main/a' },
    ],
    [
      'https://ghe.example.com/acme/pay/raw/main/a/build.gradle',
      { ...pay, refAndPath: 'main/a' },
    ],
    [
      'https://ghe.example.com/raw/acme/pay/main/a/build.gradle',
      { ...pay, refAndPath: 'main/a' },
    ],
    [
      { ...pay, ref: 'v1', path: './a//b/' },
      { ...pay, ref: 'v1', path: 'a/b' },
    ],
    [
      { type: 'git', url: 'acme/pay', directory: 'packages/a' },
      { ...pay, path: 'packages/a' },
    ],
    [
      { url: 'acme/pay/tree/main', path: 'a' },
      { ...pay, refAndPath: 'main', path: 'a' },
    ],
  ])('reads the place in %j', (value, address) => {
    expect(addressOf(value)).toEqual(address);
  });

  it.each([
    ...['', 'pay', 'a/b/c', '../pay', 'acme/..', 'acme/.git', 'acme/my pay'],
    ...[
      'acme/%2e%2e',
      'https://github.com/acme',
      'https://github.com/orgs/acme',
    ],
    ...['file:///etc/passwd', 'ftp://github.com/acme/pay', 'acme/pay%'],
    ...[
      'acme/pay/tree/a\ud800',
      'acme/pay/tree/main/..%2f..%2fx',
      'https://',
      'git@:acme/pay',
      'git@ghe.example.com:acme/sub/pay.git',
      'ssh://git@ghe.example.com/acme/sub/pay',
      'https://ghe.example.com/acme/sub/pay.git',
      'https://ghe.example.com/api/v3/repos/acme/pay/contents/a',
      'https://ghe.example.com/raw/acme',
      'https://ghe.example.com/login/oauth',
      'git@ghe.example.com:acme/pay.git#main:services/pay',
    ],
    ...[5, null, [], {}, { owner: 'acme' }, { url: 5 }, { url: ['acme/pay'] }],
    { owner: 'acme', name: 'pay', ref: 5 },
    { owner: 'acme', name: 'pay', ref: '..' },
    { owner: 'acme', name: 'pay', path: '../x' },
    { owner: 'acme', name: 'pay', path: 5 },
    { owner: 'acme', name: 'pay', host: 'evil.example/x' },
  ])('refuses %j', value => {
    expect(parseRepositoryAddress(value, HOSTS)).toMatchObject({
      problem: expect.stringMatching(/\w/),
      hint: expect.stringMatching(/\w/),
      looksLikeRepository: expect.any(Boolean),
    });
  });

  it('knows hosts from the configuration, not from their names', () => {
    const hosts = [
      { host: 'code.example.com:8443', type: 'github', access: 'own' as const },
    ];
    expect(addressOf('https://code.example.com:8443/acme/pay', hosts)).toEqual(
      pay,
    );
    expect(addressOf('git@code.example.com:acme/pay.git', hosts)).toEqual(pay);
    for (const address of [
      'https://github.com/acme/pay',
      'git@github.acme.com:acme/pay.git',
      'github.com/acme/pay',
      'https://code.example.com/acme/pay',
    ]) {
      expect(addressOf(address, hosts)).toMatch('not a configured host');
    }
  });

  it('reads addresses on any host where the host does not matter', () => {
    const hosts = [
      { host: 'github.com', type: 'github', access: 'own' as const },
      { host: ANY_HOST, type: 'any', access: 'own' as const },
    ];
    for (const address of [
      'acme/pay',
      'https://github.com/acme/pay',
      'https://code.example.com/acme/pay?tab=readme',
      'git@code.example.com:acme/pay.git',
      'code.example.com/acme/pay',
    ]) {
      expect(addressOf(address, hosts)).toEqual(pay);
    }
    expect(
      addressOf('https://code.example.com/acme/pay/tree/main/a', hosts),
    ).toEqual({ ...pay, refAndPath: 'main/a' });
    expect(
      parseRepositoryAddress('https://code.example.com/acme/pay.git', hosts),
    ).toMatchObject({ webUrl: 'https://code.example.com/acme/pay' });
    expect(
      parseRepositoryAddress('https://shop.example.com/de', hosts),
    ).toMatchObject({ looksLikeRepository: false });
  });

  it('reads the notations of other hosts', () => {
    const hosts = [
      { host: 'gitlab.com', type: 'gitlab', access: 'own' as const },
      { host: 'dev.azure.com', type: 'azure', access: 'own' as const },
      {
        host: 'bb.example.com',
        type: 'bitbucketServer',
        access: 'own' as const,
      },
      { host: 'gitea.com', type: 'gitea', access: 'own' as const },
    ];
    for (const [address, expected] of [
      ['https://gitlab.com/acme/team/pay/raw/main/a/x', 'main/a'],
      ['https://gitlab.com/acme/team/pay/-/blob/main/a/x', 'main/a'],
    ]) {
      expect(addressOf(address, hosts)).toEqual({
        owner: 'acme/team',
        name: 'pay',
        refAndPath: expected,
      });
    }
    for (const address of [
      'https://bb.example.com/projects/acme/repos/pay/browse',
      'https://bb.example.com/scm/acme/pay.git',
      'ssh://git@bb.example.com:7999/acme/pay.git',
    ]) {
      expect(addressOf(address, hosts)).toEqual(pay);
    }
    expect(
      addressOf('https://gitea.com/acme/pay/src/branch/main/a', hosts),
    ).toEqual({ ...pay, refAndPath: 'main/a' });
    expect(addressOf('git@ssh.dev.azure.com:v3/acme/shop/pay', hosts)).toEqual({
      owner: 'acme/shop',
      name: 'pay',
    });
    expect(
      addressOf('https://gitlab.com/acme/team/pay/-/tree/main/a', hosts),
    ).toEqual({ owner: 'acme/team', name: 'pay', refAndPath: 'main/a' });
    expect(addressOf('git@gitlab.com:acme/team/pay.git', hosts)).toEqual({
      owner: 'acme/team',
      name: 'pay',
    });
    expect(
      addressOf('https://dev.azure.com/acme/shop/_git/pay', hosts),
    ).toEqual({ owner: 'acme/shop', name: 'pay' });
    expect(
      addressOf('https://dev.azure.com/acme/My%20Shop/_git/pay', hosts),
    ).toEqual({ owner: 'acme/My Shop', name: 'pay' });
    expect(
      addressOf('https://bb.example.com/users/ann/repos/pay/browse', hosts),
    ).toEqual({ owner: '~ann', name: 'pay' });
  });

  it.each([
    ['gitlab', 'acme/team/pay', { owner: 'acme/team', name: 'pay' }],
    [
      'gitlab',
      'acme/team/pay/tree/main/a',
      { owner: 'acme/team', name: 'pay', refAndPath: 'main/a' },
    ],
    ['gitlab', 'acme/pay#v1', { ...pay, ref: 'v1' }],
    ['azure', 'acme/shop/pay', { owner: 'acme/shop', name: 'pay' }],
    ['azure', 'acme/pay', { owner: 'acme/pay', name: 'pay' }],
    ['gitea', 'acme/pay', pay],
  ])('reads names on %s, where the source is: %s', (type, name, expected) => {
    const hosts = [{ host: 'git.example.com', type, access: 'own' as const }];
    expect(addressOf(name, hosts)).toEqual(expected);
  });

  describe('of a repository on Azure DevOps', () => {
    const azure: RepositoryHost = {
      host: 'dev.azure.com',
      type: 'azure',
      access: 'other',
    };

    it.each([
      'https://dev.azure.com/acme/_git/shop',
      'https://dev.azure.com/acme/shop/_git/shop',
      'https://ann@dev.azure.com/acme/shop/_git/shop',
      'git@ssh.dev.azure.com:v3/acme/shop/shop',
      'https://acme.visualstudio.com/_git/shop',
      'https://acme.visualstudio.com/shop/_git/shop',
      'https://ACME.VisualStudio.com/DefaultCollection/shop/_git/shop',
      'https://acme.visualstudio.com/DefaultCollection/_git/shop',
      'url:https://acme.visualstudio.com/shop/_git/shop',
      'acme.visualstudio.com/shop/_git/shop',
      'acme@vs-ssh.visualstudio.com:v3/acme/shop/shop',
      'ssh://acme@vs-ssh.visualstudio.com/v3/acme/shop/shop',
      { host: 'dev.azure.com', owner: 'acme', name: 'shop' },
    ])('reads every notation as the same: %j', value => {
      expect(addressOf(value, [azure])).toEqual({
        host: 'dev.azure.com',
        owner: expect.stringMatching(/^acme\/shop$/i),
        name: 'shop',
      });
    });

    it.each([
      ['https://acme.visualstudio.com/_git/shop', 'shop', 'shop'],
      ['https://acme.visualstudio.com/shop/_git/pay', 'shop', 'pay'],
      [
        'https://acme.visualstudio.com/DefaultCollection/shop/_git/pay',
        'shop',
        'pay',
      ],
    ])(
      'leaves it at the former host, if that is configured: %s',
      (value, owner, name) => {
        const former = { ...azure, host: 'acme.visualstudio.com' };
        const result = parseRepositoryAddress(value, [azure, former]);
        expect(result).toEqual({
          address: { host: 'acme.visualstudio.com', owner, name },
          webUrl: `https://acme.visualstudio.com/${owner}/_git/${name}`,
        });
      },
    );

    it('knows nothing of it where the host is not configured', () => {
      expect(
        parseRepositoryAddress('https://acme.visualstudio.com/a/_git/b', []),
      ).toMatchObject({ looksLikeRepository: false });
    });
  });

  it('reads the place in the query of hosts that have it there', () => {
    const hosts = [
      { host: 'dev.azure.com', type: 'azure', access: 'own' as const },
      { host: 'bb.example.com', type: 'bitbucketServer', access: 'other' },
    ] as RepositoryHost[];
    const azure = 'https://dev.azure.com/acme/shop/_git/pay';
    const bitbucket = 'https://bb.example.com/projects/acme/repos/pay';
    const onBitbucket = { ...pay, host: 'bb.example.com' };
    for (const [address, expected, webUrl] of [
      [
        `${azure}?path=/services/pay&version=GBfeature/x&_a=contents`,
        {
          owner: 'acme/shop',
          name: 'pay',
          ref: 'feature/x',
          path: 'services/pay',
        },
        `${azure}?path=%2Fservices%2Fpay&version=GBfeature%2Fx`,
      ],
      [`${azure}?_a=history`, { owner: 'acme/shop', name: 'pay' }, azure],
      [
        `${bitbucket}/browse/services/pay?at=refs%2Fheads%2Ffeature%2Fx`,
        { ...onBitbucket, ref: 'feature/x', path: 'services/pay' },
        `${bitbucket}?at=refs%2Fheads%2Ffeature%2Fx`,
      ],
      [`${bitbucket}/browse`, onBitbucket, bitbucket],
    ] as const) {
      expect(parseRepositoryAddress(address, hosts)).toEqual({
        address: expected,
        webUrl,
      });
    }
  });

  describe('where the source may only name some repositories', () => {
    const hosts: RepositoryHost[] = [
      {
        host: 'ghe.example.com',
        type: 'github',
        access: 'own',
        repositories: ['acme/*', 'labs/pay-*'],
      },
      {
        host: 'github.com',
        type: 'github',
        access: 'other',
        repositories: ['acme/pay'],
      },
    ];

    it.each([
      'acme/pay',
      'ACME/other',
      'labs/pay-1',
      'labs/pay-',
      'https://ghe.example.com/acme/pay/tree/main/services',
      'https://github.com/acme/pay',
    ])('reads %j', value => {
      expect(addressOf(value, hosts)).toEqual(expect.any(Object));
    });

    it.each([
      ['acme-x/pay', 'acme-x/pay'],
      ['evilacme/pay', 'evilacme/pay'],
      ['labs/refunds', 'labs/refunds'],
      [{ owner: 'labs', name: 'xpay-1' }, 'labs/xpay-1'],
      ['git@ghe.example.com:other/pay.git', 'other/pay'],
      ['https://github.com/acme/other', 'github.com/acme/other'],
      ['https://github.com/other/pay', 'github.com/other/pay'],
    ])('refuses %j, and says what to allow', (value, name) => {
      expect(parseRepositoryAddress(value, hosts)).toMatchObject({
        problem: 'names a repository that the source may not name',
        hint: expect.stringContaining(`'${name}'`),
        isNotAllowed: true,
      });
    });
  });

  it.each([
    ['https://shop.example.com/de', false],
    ['https://shop.example.com/de/terms.html', false],
    ['https://code.example.com/team/pay', true],
    ['https://code.example.com/team/pay?tab=readme', true],
    ['https://code.example.com/team/shop/pay', false],
    ['https://code.example.com/team/shop/pay/-/tree/main', true],
    ['https://wiki.example.com/display/PAY/Home', false],
    ['https://wiki.example.com/display/My+Pay', false],
    ['https://docs.example.com/document/d/1/edit', false],
    ['https://docs.example.com/document/d/edit', false],
    ['https://code.example.com/team/shop/pay/tree/main', true],
    ['https://wiki.example.com/pages/view.action?pageId=1', false],
    ['https://portal.example.com/users/pay', false],
    ['code.example.com/team/pay', true],
    ['https://code.example.com/acme/pay', true],
    ['https://code.example.com/team/pay.git', true],
    ['https://code.example.com/team/pay/tree/main', true],
    ['url:https://code.example.com/team/pay', true],
    ['git@code.example.com:team/pay', true],
  ])('tells whether %s looks like a repository', (url, looksLikeRepository) => {
    expect(parseRepositoryAddress(url, HOSTS)).toMatchObject({
      looksLikeRepository,
    });
  });
});

describe('an address on a host that has its repositories below a path', () => {
  const host = 'git.example.com';
  const hosts: RepositoryHost[] = [
    {
      host,
      baseUrl: `http://${host}/gitlab`,
      type: 'gitlab',
      access: 'own',
    },
  ];
  const webUrl = `http://${host}/gitlab/acme/pay`;

  it.each([
    `http://${host}/gitlab/acme/pay`,
    `https://${host}/GitLab/acme/pay.git`,
    `${host}/gitlab/acme/pay`,
    `${host}/acme/pay`,
    `git@${host}:acme/pay.git`,
    'acme/pay',
    { host, owner: 'acme', name: 'pay' },
  ])('is read, and its page known: %j', value => {
    expect(parseRepositoryAddress(value, hosts)).toEqual({
      address: pay,
      webUrl,
    });
  });

  it('has its folder behind', () => {
    expect(parseRepositoryAddress(`${webUrl}/-/tree/main/a`, hosts)).toEqual({
      address: { ...pay, refAndPath: 'main/a' },
      webUrl: `${webUrl}/-/tree/main/a`,
    });
  });

  it.each([`http://${host}/acme/pay`, `http://${host}/gitlab2/acme/pay`])(
    'is none beside that path: %s',
    value => {
      expect(parseRepositoryAddress(value, hosts)).toMatchObject({
        problem: 'is not the address of a repository',
      });
    },
  );
});
