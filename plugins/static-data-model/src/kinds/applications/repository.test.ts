import { findGithubRepository, parseRepository } from './repository';

describe('parseRepository', () => {
  it.each([
    ['acme/pay', { owner: 'acme', name: 'pay' }],
    [' acme/pay.js ', { owner: 'acme', name: 'pay.js' }],
    [
      'https://github.com/acme/pay',
      { host: 'github.com', owner: 'acme', name: 'pay' },
    ],
    [
      'https://www.github.com/acme/pay/',
      { host: 'github.com', owner: 'acme', name: 'pay' },
    ],
    [
      'https://code.acme.com:8443/acme/pay.git',
      { host: 'code.acme.com:8443', owner: 'acme', name: 'pay' },
    ],
    ['github.com/acme/pay', { host: 'github.com', owner: 'acme', name: 'pay' }],
    [
      'https://github.com/acme/pay/tree/next/src',
      { host: 'github.com', owner: 'acme', name: 'pay', ref: 'next' },
    ],
    [
      'https://github.com/acme/pay/issues/5',
      { host: 'github.com', owner: 'acme', name: 'pay' },
    ],
    [
      'git@github.com:acme/pay.git',
      { host: 'github.com', owner: 'acme', name: 'pay' },
    ],
    [
      'ssh://git@github.acme.com:22/acme/pay.git',
      { host: 'github.acme.com', owner: 'acme', name: 'pay' },
    ],
    [
      { owner: 'acme', name: 'pay' },
      { owner: 'acme', name: 'pay' },
    ],
    [
      { owner: 'acme', name: 'pay', branch: 'next' },
      { owner: 'acme', name: 'pay', ref: 'next' },
    ],
    [
      { owner: 'acme', name: 'pay', ref: 'v1', host: 'github.acme.com' },
      { host: 'github.acme.com', owner: 'acme', name: 'pay', ref: 'v1' },
    ],
  ])('reads %j', (value, repository) => {
    expect(parseRepository(value)).toEqual(repository);
  });

  it.each([
    'pay',
    'a/b/c',
    '../pay',
    'acme/..',
    'acme/.git',
    'acme/my pay',
    'acme/%2e%2e',
    'https://github.com/acme',
    'https://github.com/orgs/acme',
    'file:///etc/passwd',
    'ftp://github.com/acme/pay',
    5,
    null,
    [],
    {},
    { owner: 'acme' },
    { owner: 'acme', name: 'pay', ref: 5 },
    { owner: 'acme', name: 'pay', host: 'evil.example/x' },
  ])('refuses %j', value => {
    expect(parseRepository(value)).toBeUndefined();
  });
});

describe('findGithubRepository', () => {
  it.each([
    ['https://github.com/acme/pay', 'github.com'],
    ['https://github.acme.com/acme/pay/blob/main/README.md', 'github.acme.com'],
    ['https://acme.ghe.com/acme/pay', 'acme.ghe.com'],
  ])('finds it in %s', (address, host) => {
    expect(findGithubRepository(address)).toMatchObject({
      host,
      owner: 'acme',
      name: 'pay',
    });
  });

  it.each([
    'https://acme.github.io/pay/docs',
    'https://notgithub.com/acme/pay',
    'https://pay.acme.com/github.com/acme/pay',
    'https://github.com/acme',
    'no address',
  ])('finds none in %s', address => {
    expect(findGithubRepository(address)).toBeUndefined();
  });
});
