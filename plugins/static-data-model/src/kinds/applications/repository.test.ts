import { HOSTS, transform } from '../../__testUtils__/transform';
import { findRepository } from './repository';

const pay = { owner: 'acme', name: 'pay' };

describe('findRepository', () => {
  it.each([
    [{ named: { field: 'repo', value: 'acme/pay' } }, pay],
    [{ url: 'https://ghe.example.com/acme/pay' }, pay],
    [{ url: 'https://github.com/acme/pay' }, { host: 'github.com', ...pay }],
    [{ url: 'https://pay.example.com/' }, undefined],
    [{ url: 'https://example.com/payments' }, undefined],
    [{ url: 'https://example.com/docs/payments/index.html' }, undefined],
    [{ ref: 'next' }, undefined],
    [
      { named: { field: 'repository', value: 'acme/pay' }, ref: 'next' },
      { ...pay, ref: 'next' },
    ],
    [
      { named: { field: 'repository', value: 'acme/pay' }, path: '/a/b/' },
      { ...pay, path: 'a/b' },
    ],
    [
      { url: 'https://ghe.example.com/acme/pay/tree/old/a', ref: 'v2' },
      { ...pay, ref: 'v2', refAndPath: 'old/a' },
    ],
    [
      { url: 'https://ghe.example.com/acme/pay/tree/x/y/a', ref: 'x/y' },
      { ...pay, ref: 'x/y', path: 'a' },
    ],
    [
      {
        named: { field: 'repository', value: 'Acme/pay' },
        url: 'https://ghe.example.com/acme/pay/tree/main/services/pay',
      },
      { ...pay, refAndPath: 'main/services/pay' },
    ],
    [
      {
        named: { field: 'repository', value: 'acme/pay' },
        url: 'https://ghe.example.com/acme/other/tree/main/services/pay',
      },
      pay,
    ],
  ] as const)('finds it in %j', (repository, address) => {
    expect(findRepository(repository, HOSTS)).toEqual(
      address ? { address } : {},
    );
  });

  it('takes none with a branch or a folder that is too long to store', () => {
    const named = { field: 'repo', value: 'acme/pay' } as const;
    expect(
      findRepository({ named, ref: 'ü'.repeat(501) }, HOSTS).problem,
    ).toMatchObject({
      field: 'repo',
      message: expect.stringContaining('has more than 1000 bytes'),
    });
    expect(findRepository({ named, path: 'a'.repeat(900) }, HOSTS)).toEqual({
      address: { ...pay, path: 'a'.repeat(900) },
    });
  });

  it.each([
    [
      { named: { field: 'repo', value: '../..' } },
      'repo',
      'is not the address',
    ],
    [{ named: { field: 'repo', value: 5 } }, 'repo', 'is not the address'],
    [
      { named: { field: 'repo', value: 'acme/pay' }, path: '../x' },
      'repo',
      "'../x', which is not a folder",
    ],
    [
      {
        named: { field: 'repo', value: { url: 'acme/pay', path: 'a' } },
        path: 'b',
      },
      'repo',
      "the folder 'a', although 'path' names 'b'",
    ],
    [
      { named: { field: 'repo', value: 'acme/pay' }, ref: 'a b' },
      'repo',
      "'a b', which cannot be a branch",
    ],
    [
      { url: 'https://code.example.com/acme/pay.git' },
      'url',
      'code.example.com, which is not a configured host',
    ],
    [
      { url: 'url:https://code.example.com/acme/pay' },
      'url',
      'code.example.com, which is not a configured host',
    ],
    [
      { url: 'git@code.example.com:acme/pay.git' },
      'url',
      'code.example.com, which is not a configured host',
    ],
    [{ url: 'https://github.com/acme' }, 'url', 'is not the address'],
    [
      { url: 'https://gitlab.com/acme/pay' },
      'url',
      'gitlab.com (gitlab), where this source reads no build files',
    ],
  ] as const)('says what is wrong with %j', (repository, field, problem) => {
    expect(findRepository(repository, HOSTS)).toEqual({
      problem: {
        field,
        code: 'SCHEMA',
        message: expect.stringContaining(problem),
        hint: expect.stringMatching(/\w/),
      },
    });
  });
});

it('tells hosts that are not known and may be those of websites', () => {
  const url = 'https://wiki.example.com/display/PAY';
  expect(findRepository({ url }, HOSTS)).toEqual({
    unknownHost: 'wiki.example.com',
  });
});

it('looks for no repository where the application says that it has none', () => {
  for (const url of ['https://ghe.example.com/acme/pay', 'acme/pay']) {
    const named = { field: 'repository', value: false } as const;
    expect(findRepository({ named, url }, HOSTS)).toEqual({});
  }
});

it.each([
  'https://user:pass/word@host.example.com/acme/pay',
  'user:password@host.example.com/acme/pay',
  'https://password@host.example.com/acme/pay',
])('shows no credentials of %s', value => {
  const named = { field: 'repo', value } as const;
  expect(findRepository({ named }, HOSTS).problem?.message).toMatch(
    /^has '(https:\/\/)?host\.example\.com\/acme\/pay' in 'repo'/,
  );
});

describe('an application whose repository cannot be read', () => {
  it('stays, with a warning at its line that says what is lost', async () => {
    const { entity, findings } = await transform({
      applications: [
        { id: 'a', name: 'A', repository: 'https://u:s3cret@x.io/acme/pay' },
      ],
    });
    expect(entity('component:default/a')).toBeDefined();
    expect(findings).toContainEqual({
      severity: 'warning',
      phase: 'TRANSFORM',
      code: 'SCHEMA',
      file: 'data/applications.json',
      line: 2,
      entity: 'component:default/a',
      message:
        "Application 'a' has 'https://x.io/acme/pay' in 'repository', which is on x.io, which is not a configured host, so no build file is read from there; its relations to APIs are not known",
      hint: "Add the host to 'integrations' in the configuration, or correct the address.",
    });
  });

  it('is named with the others on its host, in one warning, if it may be a website', async () => {
    const { findings } = await transform({
      applications: [
        { id: 'a', name: 'A', url: 'https://wiki.example.com/display/A' },
        { id: 'b', name: 'B', url: 'https://ghe2.example.com/acme/b' },
        { id: 'c', name: 'C', url: 'https://Wiki.example.com/display/C' },
        {
          id: 'd',
          name: 'D',
          url: 'https://wiki.example.com/display/D',
          repository: false,
        },
      ],
    });
    const messages = findings.filter(({ code }) => code === 'SCHEMA');
    expect(messages).toMatchObject([
      {
        severity: 'warning',
        line: 2,
        entity: 'component:default/a',
        message:
          "2 applications have a 'url' on wiki.example.com, which is not a configured host, so relations to APIs are not known: a, c",
        hint: expect.stringContaining("'integrations'"),
      },
      {
        line: 7,
        entity: 'component:default/b',
        message: expect.stringContaining('1 application has'),
      },
    ]);
  });

  it('stays as well if the source may not name the repository', async () => {
    const { entity, findings } = await transform(
      {
        applications: [
          { id: 'a', name: 'A', url: 'https://ghe.example.com/other/pay' },
        ],
      },
      { hosts: [{ ...HOSTS[0], repositories: ['acme/*'] }] },
    );
    expect(entity('component:default/a')?.metadata.links).toEqual([
      { url: 'https://ghe.example.com/other/pay', title: 'Source' },
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        code: 'REPOSITORY_NOT_ALLOWED',
        file: 'data/applications.json',
        line: 2,
        hint: expect.stringContaining("'staticData.repositories.allow'"),
      }),
    );
  });
});
