import { SyncFinding } from '@internal/plugin-static-data-common';
import { redactFinding, redactSecrets } from './redactSecrets';

describe('redactSecrets', () => {
  it('takes out the secrets that are known, also where they are percent-encoded', () => {
    expect(
      redactSecrets('with pass/word and pass%2Fword', ['pass/word\n', ' ']),
    ).toBe('with [redacted] and [redacted]');
  });

  it.each([
    ['the token ghp_0123456789abcdef', 'the token [redacted]'],
    ['github_pat_0123456789_abc', '[redacted]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['https://user:secret@acme.com/x', 'https://[redacted]@acme.com/x'],
    [
      'https://acme.com/x?token=abc&y=1',
      'https://acme.com/x?token=[redacted]&y=1',
    ],
  ])('takes out what looks like a secret: %s', (text, redacted) => {
    expect(redactSecrets(text, [])).toBe(redacted);
    expect(redactSecrets(redacted, [])).toBe(redacted);
  });
});

describe('redactFinding', () => {
  const finding: SyncFinding = {
    severity: 'error',
    phase: 'PARSE',
    code: 'INTERNAL',
    message: 'with s3cret',
    hint: 'ask s3cret',
    file: 'data/squads.json',
  };

  it('takes secrets out of all its texts', () => {
    expect(
      redactFinding(
        {
          ...finding,
          file: 'data/S3cret.json',
          entity: 'component:default/s3cret',
          stackTrace: 'at S3cret',
          message: 'with S3cret',
          hint: 'ask S3cret',
        },
        ['S3cret'],
      ),
    ).toEqual({
      ...finding,
      file: 'data/[redacted].json',
      entity: 'component:default/[redacted]',
      message: 'with [redacted]',
      hint: 'ask [redacted]',
      stackTrace: 'at [redacted]',
    });
  });

  it('adds nothing', () => {
    expect(redactFinding(finding, [])).toEqual(finding);
  });
});
