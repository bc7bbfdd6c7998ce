import { SyncFinding } from '@internal/plugin-static-data-common';
import { Redactor } from './Redactor';

describe('Redactor', () => {
  it('takes out the secrets that are known, also where they are percent-encoded', () => {
    expect(
      new Redactor(['pass/word\n', ' ']).redact(
        'with pass/word and pass%2Fword',
      ),
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
    expect(new Redactor([]).redact(text)).toBe(redacted);
    expect(new Redactor([]).redact(redacted)).toBe(redacted);
  });
});

describe('Redactor, for a finding', () => {
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
      new Redactor(['S3cret']).redactFinding({
        ...finding,
        file: 'data/S3cret.json',
        entity: 'component:default/s3cret',
        stackTrace: 'at S3cret',
        message: 'with S3cret',
        hint: 'ask S3cret',
      }),
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
    expect(new Redactor([]).redactFinding(finding)).toEqual(finding);
  });
});
