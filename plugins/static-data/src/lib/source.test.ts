import { COMMIT, createSync } from '../__testUtils__';
import {
  branchUrl,
  commitUrl,
  compareUrl,
  fileUrl,
  hasBranches,
  shortRevision,
} from './source';

describe('shortRevision', () => {
  it('keeps what Git shows', () => {
    expect(shortRevision(COMMIT)).toBe('4f2a9c8');
  });

  it('keeps as much of the digest of a directory', () => {
    expect(shortRevision(`sha256:${'0123456789abcdef'.repeat(4)}`)).toBe(
      '0123456',
    );
  });
});

describe('commitUrl', () => {
  it('leads to the commit', () => {
    expect(commitUrl(createSync())).toBe(
      `https://github.com/acme/architecture/commit/${COMMIT}`,
    );
  });

  it.each([
    ['without a URL', undefined, COMMIT],
    ['for a digest', 'https://github.com/acme/architecture', 'sha256:abc'],
    ['for what is no URL', 'acme/architecture', COMMIT],
    ['for a scheme that is not of the web', 'data:text/html,hi', COMMIT],
  ])('is absent %s', (_, url, revision) => {
    const { configSnapshot } = createSync();
    expect(
      commitUrl({ revision, configSnapshot: { ...configSnapshot, url } }),
    ).toBeUndefined();
  });
});

describe('compareUrl', () => {
  const { configSnapshot } = createSync();
  const from = 'b'.repeat(40);

  it.each([
    [true, '...'],
    [false, '..'],
  ])('leads to the comparison (straight: %s)', (isStraight, dots) => {
    expect(compareUrl(configSnapshot, { from, to: COMMIT, isStraight })).toBe(
      `https://github.com/acme/architecture/compare/${from}${dots}${COMMIT}`,
    );
  });

  it('is absent for what is no commit', () => {
    const range = { from: 'sha256:abc', to: COMMIT, isStraight: true };
    expect(compareUrl(configSnapshot, range)).toBeUndefined();
  });
});

describe('fileUrl', () => {
  it('leads to the line of the file at the commit', () => {
    expect(
      fileUrl(createSync(), {
        file: 'data/my apps#1.json',
        lines: { start: 17, end: 17 },
      }),
    ).toBe(
      `https://github.com/acme/architecture/blob/${COMMIT}/data/my%20apps%231.json#L17`,
    );
  });

  it('leads to several lines', () => {
    expect(
      fileUrl(createSync(), {
        file: 'data/squads.json',
        lines: { start: 17, end: 21 },
      }),
    ).toBe(
      `https://github.com/acme/architecture/blob/${COMMIT}/data/squads.json#L17-L21`,
    );
  });

  it('leads to the file where no line is known', () => {
    expect(fileUrl(createSync(), { file: 'data/squads.json' })).toBe(
      `https://github.com/acme/architecture/blob/${COMMIT}/data/squads.json`,
    );
  });

  it('is absent for build files, which are in other repositories', () => {
    expect(fileUrl(createSync(), { file: 'build.gradle.kts' })).toBeUndefined();
  });

  it('is absent for a directory', () => {
    expect(
      fileUrl(createSync({ revision: 'sha256:abc' }), { file: 'data/a.json' }),
    ).toBeUndefined();
  });
});

describe('branchUrl', () => {
  it('is the address of the repository with the branch', () => {
    expect(
      branchUrl({
        branch: 'release/a#1',
        url: 'https://ghe.example.com/acme/architecture',
      }),
    ).toBe('https://ghe.example.com/acme/architecture/tree/release/a%231');
  });

  it('is where the host of the source has it', () => {
    expect(
      branchUrl({
        branch: 'main',
        url: 'https://gitlab.example.com/acme/core/architecture',
        hostType: 'gitlab',
      }),
    ).toBe('https://gitlab.example.com/acme/core/architecture/-/tree/main');
  });

  it('is absent on a host that only another release knows', () => {
    expect(
      branchUrl({
        branch: 'main',
        url: 'https://hg.example.com/architecture',
        hostType: 'mercurial' as 'gitlab',
      }),
    ).toBeUndefined();
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
