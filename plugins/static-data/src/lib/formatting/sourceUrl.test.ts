import { hasBranches, repositoryUrl } from './sourceUrl';

describe('repositoryUrl', () => {
  it('is the address of the branch without the branch', () => {
    expect(
      repositoryUrl({
        repository: 'acme/architecture',
        url: 'https://ghe.example.com/acme/architecture/tree/release/acme',
      }),
    ).toBe('https://ghe.example.com/acme/architecture');
  });

  it('is absent for a source that is not on the web', () => {
    expect(repositoryUrl({ repository: './examples' })).toBeUndefined();
  });
});

describe('hasBranches', () => {
  it('tells a repository from a directory', () => {
    expect(hasBranches({ branch: 'main' })).toBe(true);
    expect(hasBranches({ branch: '-' })).toBe(false);
  });
});
