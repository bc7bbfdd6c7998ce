import { shutdownReason } from '../../abort';
import { toDirectoryFailure } from './toDirectoryFailure';

describe('toDirectoryFailure', () => {
  const signal = new AbortController().signal;

  function errorWith(code: string): Error {
    return Object.assign(new Error(`${code}: it failed`), { code });
  }

  it.each([
    ['EACCES', 'data/squads.json', 'AUTH'],
    ['EPERM', undefined, 'AUTH'],
    ['ENOENT', undefined, 'NOT_FOUND'],
    ['ENOENT', 'data/squads.json', 'NETWORK'],
    ['ENOTDIR', 'data/squads.json', 'NETWORK'],
    ['EIO', 'data/squads.json', 'NETWORK'],
  ])('says what %s at %s means', (code, path, expected) => {
    const { finding } = toDirectoryFailure(
      errorWith(code),
      '/source',
      path,
      signal,
    );

    expect(finding).toMatchObject({ phase: 'FETCH', code: expected });
    expect(finding.file).toBe(path);
    expect(finding.message).toContain('/source');
  });

  it('says that a file disappeared in the middle', () => {
    expect(
      toDirectoryFailure(errorWith('ENOENT'), '/source', 'a/b', signal).message,
    ).toBe('a/b in /source disappeared while the source was being read');
  });

  it('puts an abort first', () => {
    const error = errorWith('ENOENT');

    expect(
      toDirectoryFailure(error, '/source', 'a', AbortSignal.abort()).finding
        .code,
    ).toBe('TIMEOUT');
    expect(
      toDirectoryFailure(
        error,
        '/source',
        'a',
        AbortSignal.abort(shutdownReason()),
      ).finding.code,
    ).toBe('INTERRUPTED');
  });
});
