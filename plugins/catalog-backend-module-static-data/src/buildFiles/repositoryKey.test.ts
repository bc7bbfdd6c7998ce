import { fromRepositoryKey, toRepositoryKey } from './repositoryKey';

describe('repository keys', () => {
  it.each([
    [{ owner: 'acme', name: 'shop' }, 'acme/shop'],
    [
      { owner: 'acme', name: 'shop', ref: 'release/1.x' },
      'acme/shop#release/1.x',
    ],
    [
      { host: 'ghe.acme.test', owner: 'acme', name: 'shop' },
      'ghe.acme.test/acme/shop',
    ],
    [
      { host: 'ghe.acme.test', owner: 'acme', name: 'shop', ref: 'a#b' },
      'ghe.acme.test/acme/shop#a#b',
    ],
  ])('turns %j into %s and back', (repository, key) => {
    expect(toRepositoryKey(repository)).toBe(key);
    expect(fromRepositoryKey(key)).toEqual(repository);
  });
});
