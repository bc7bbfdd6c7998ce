import { AuthenticationError } from '@backstage/errors';
import { Redactor } from '../Redactor';
import { toHostFailure } from './toHostFailure';

describe('toHostFailure', () => {
  const context = {
    subject: 'acme/architecture on github.com',
    signal: new AbortController().signal,
    redactor: new Redactor(['s3cret']),
    credentialsKey: 'integrations.github',
  };

  function failed(answer: string): Error {
    return Object.assign(
      new Error(`Request failed for https://api.github.com/x, ${answer}`),
      { status: Number.parseInt(answer, 10) },
    );
  }

  it.each([
    ['401', failed('401 Unauthorized'), 'AUTH'],
    ['403', failed('403 Forbidden'), 'AUTH'],
    ['AuthenticationError', new AuthenticationError('no'), 'AUTH'],
    [
      'a GitHub App that is not installed',
      new Error('The application does not have access to a repository'),
      'AUTH',
    ],
    [
      'used up limit',
      failed('403 Forbidden (rate limit exceeded)'),
      'RATE_LIMIT',
    ],
    ['429', failed('429 Too Many Requests'), 'RATE_LIMIT'],
    ['404', failed('404 Not Found'), 'NOT_FOUND'],
    ['422', failed('422 Unprocessable Entity'), 'NOT_FOUND'],
    ['409', failed('409 Conflict'), 'EMPTY_SOURCE'],
    ['502', failed('502 Bad Gateway'), 'NETWORK'],
    ['503 without a text', failed('503 '), 'NETWORK'],
    [
      'refused connection',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      'NETWORK',
    ],
    [
      'nested cause',
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      }),
      'NETWORK',
    ],
    [
      'archive that ends early',
      Object.assign(new Error('zlib: unexpected end of file'), {
        code: 'Z_BUF_ERROR',
      }),
      'NETWORK',
    ],
    ['deadline', new DOMException('too late', 'TimeoutError'), 'NETWORK'],
    ['defect', new TypeError('x is not a function'), 'INTERNAL'],
    ['something thrown', 'text', 'INTERNAL'],
  ])('maps %s', (_name, error, code) => {
    const { finding } = toHostFailure(error, context);

    expect(finding).toMatchObject({ severity: 'error', phase: 'FETCH', code });
    expect(finding.message).toContain(context.subject);
    expect(finding.hint).not.toBe('');
  });

  it('shows a stack trace for what is unexpected alone', () => {
    expect(
      toHostFailure(new TypeError('x'), context).finding.stackTrace,
    ).toContain('TypeError: x');
    expect(
      toHostFailure(failed('401 Unauthorized'), context).finding,
    ).not.toHaveProperty('stackTrace');
  });

  it.each([
    ['the configured token', 's3cret'],
    ['a personal token', 'ghp_abcdefghij0123456789'],
    ['a fine-grained token', 'github_pat_11ABCDEFG0_abcdefghij'],
    ['a token of an app', 'ghs_abcdefghij0123456789'],
    ['a token in a header', 'Bearer abc.def-ghi'],
    ['credentials in an address', 'https://user:pass@example.com/x'],
    ['a token in an address', 'https://example.com/x?token=abc123'],
  ])('never shows %s', (_name, text) => {
    const secret =
      /s3cret|gh\w_\w+|github_pat_\w+|abc\.def-ghi|user:pass|abc123/.exec(
        text,
      )![0];
    const cause = new Error(text);
    const error = Object.assign(new TypeError(`failed: ${text}`, { cause }), {
      headers: { authorization: text },
    });

    const failure = toHostFailure(error, context);

    expect(JSON.stringify(failure.finding)).not.toContain(secret);
    expect(failure.message).toContain('[redacted]');
    expect(failure.stack).not.toContain(secret);
    expect(JSON.stringify(failure.cause)).not.toContain(secret);
    expect(String((failure.cause as Error).stack)).not.toContain(secret);
  });

  it('does not show a part of a token where a long text is cut', () => {
    const text = `${'x'.repeat(490)} s3cret`;

    expect(toHostFailure(new Error(text), context).message).not.toContain(
      's3c',
    );
  });
});
