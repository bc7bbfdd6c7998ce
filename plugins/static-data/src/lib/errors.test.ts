import { ResponseError } from '@backstage/errors';
import { createResponseError } from '../__testUtils__';
import { isUnknown, isUnreachable, toFailure } from './errors';

const NOW = Date.parse('2026-05-04T12:00:00.000Z');

async function answer(
  status: number,
  body: string,
  headers: Record<string, string> = {},
) {
  return ResponseError.fromResponse(
    new Response(body, { status, statusText: 'Some Status', headers }),
  );
}

describe('toFailure', () => {
  it.each([
    'Failed to fetch (localhost:7007)',
    'NetworkError when attempting to fetch resource.',
    'Load failed',
  ])('takes %j for a lost connection', message => {
    expect(toFailure(new TypeError(message))).toEqual({ type: 'unreachable' });
  });

  it.each([502, 503, 504])(
    'takes the %d of a proxy for a lost connection',
    async status => {
      const error = await answer(status, '<html>at http://10.0.0.1</html>');
      expect(isUnreachable(error)).toBe(true);
    },
  );

  it('tells what the backend says, not the request', async () => {
    expect(toFailure(await createResponseError(503, 'Not configured'))).toEqual(
      { type: 'other', message: 'Not configured' },
    );
    expect(toFailure(await createResponseError(400, 'Bad ref'))).toEqual({
      type: 'other',
      message: 'Bad ref',
    });
  });

  it('tells no more than the status of an answer that is not the backend’s', async () => {
    expect(toFailure(await answer(418, '<html>http://a.b</html>'))).toEqual({
      type: 'other',
      message: '418 Some Status',
    });
  });

  it.each([
    [401, 'signedOut'],
    [403, 'forbidden'],
  ])('knows the status %d', async (status, type) => {
    expect(toFailure(await createResponseError(status, 'no'))).toEqual({
      type,
    });
  });

  it.each([
    ['30', 30_000],
    ['Mon, 04 May 2026 12:01:30 GMT', 90_000],
    ['Mon, 04 May 2026 11:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads Retry-After: %s', async (header, retryAfterMs) => {
    const error = await answer(429, '{}', { 'retry-after': header });
    expect(toFailure(error, NOW)).toEqual({
      type: 'tooManyRequests',
      retryAfterMs,
    });
  });
});

describe('isUnknown', () => {
  it('believes the backend', async () => {
    expect(isUnknown(await createResponseError(404, 'No such sync'))).toBe(
      true,
    );
    expect(isUnknown(await createResponseError(400, 'No'))).toBe(false);
  });

  it('does not believe a server without the backend', async () => {
    expect(isUnknown(await answer(404, ''))).toBe(false);
    expect(isUnknown(await answer(404, '<html>No such page</html>'))).toBe(
      false,
    );
  });
});
