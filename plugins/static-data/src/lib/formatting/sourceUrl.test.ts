import { branchUrl, hasBranches } from './sourceUrl';

describe('branchUrl', () => {
  it('is the address of the repository with the branch', () => {
    expect(
      branchUrl({
        branch: 'release/a#1',
        url: 'https://ghe.example.com/acme/architecture',
      }),
    ).toBe('https://ghe.example.com/acme/architecture/tree/release/a%231');
  });

  it('is absent for a source that is not on the web', () => {
    expect(branchUrl({ branch: '-' })).toBeUndefined();
  });
});

describe('hasBranches', () => {
  it('tells a repository from a directory', () => {
    expect(hasBranches({ branch: 'main' })).toBe(true);
    expect(hasBranches({ branch: '-' })).toBe(false);
  });
});
