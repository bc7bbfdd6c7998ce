import { RateLimit, RateLimitedError, RateLimitResource } from './RateLimit';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SECONDARY_LIMIT = 'You have exceeded a secondary rate limit.';

function answer(status: number, headers: Record<string, string> = {}) {
  return new Response(null, { status, headers });
}

/** What is known after some answers. */
function limitAfter(...answers: [Response, body?: string][]) {
  const limit = new RateLimit('github.com');
  answers.forEach(([response, body]) => {
    try {
      limit.note(response, body);
    } catch (error) {
      expect(error).toBeInstanceOf(RateLimitedError);
    }
  });
  return limit;
}

/** Until when a limit is used up after some answers; undefined if it is not. */
function untilAfter(...answers: [Response, body?: string][]) {
  const limit = limitAfter(...answers);
  try {
    limit.check();
    return undefined;
  } catch (error) {
    return (error as RateLimitedError).until.toISOString();
  }
}

describe('RateLimit', () => {
  beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));
  afterEach(() => jest.restoreAllMocks());

  const used = { 'x-ratelimit-remaining': '0' };
  const reset = (seconds: number) => String(NOW / 1_000 + seconds);

  it.each<[string, Record<string, string>, string | undefined]>([
    ['nothing, without a limit', {}, undefined],
    [
      'nothing, while much is left',
      { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '1250' },
      undefined,
    ],
    [
      'the last quarter, until there is more',
      {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '1249',
        'x-ratelimit-reset': reset(90),
      },
      '2026-03-01T12:01:30.000Z',
    ],
  ])('reserves for syncs %s', (_, headers, until) => {
    const limit = new RateLimit('github.com');
    limit.note(answer(200, headers));
    expect(limit.reservedUntil?.toISOString()).toBe(until);
    expect(() => limit.check()).not.toThrow();
    let refusal: unknown;
    try {
      limit.checkReserved();
    } catch (error) {
      refusal = error;
    }
    expect(refusal instanceof RateLimitedError).toBe(until !== undefined);
  });

  it.each<[string, Response, string | undefined, string | undefined]>([
    ['an answer', answer(200), undefined, undefined],
    ['a missing right', answer(403), 'Not accessible', undefined],
    [
      'a limit of GitLab that is used up with this answer',
      answer(200, {
        'ratelimit-remaining': '0',
        'ratelimit-reset': reset(30),
      }),
      undefined,
      '2026-03-01T12:00:30.000Z',
    ],
    [
      'a host that says for how long, not until when',
      answer(200, { ...used, 'ratelimit-reset': '45' }),
      undefined,
      '2026-03-01T12:00:45.000Z',
    ],
    ['what does not exist', answer(404, used), 'rate limit', undefined],
    [
      'the last request of the hour',
      answer(200, { ...used, 'x-ratelimit-reset': reset(90) }),
      undefined,
      '2026-03-01T12:01:30.000Z',
    ],
    [
      'the last request before nobody knows when',
      answer(200, used),
      '',
      undefined,
    ],
    [
      'a request after it',
      answer(403, { ...used, 'x-ratelimit-reset': reset(600) }),
      '',
      '2026-03-01T12:10:00.000Z',
    ],
    [
      'a host whose clock is ten minutes ahead',
      answer(403, {
        ...used,
        'x-ratelimit-reset': reset(660),
        date: new Date(NOW + 600_000).toUTCString(),
      }),
      '',
      '2026-03-01T12:01:00.000Z',
    ],
    [
      'a secondary limit that says how long',
      answer(403, { 'retry-after': '30', 'x-ratelimit-remaining': '4711' }),
      SECONDARY_LIMIT,
      '2026-03-01T12:00:30.000Z',
    ],
    [
      'a secondary limit that does not',
      answer(403),
      SECONDARY_LIMIT,
      '2026-03-01T12:01:00.000Z',
    ],
    [
      'a secondary limit that is told by its documentation alone',
      answer(403),
      '{"documentation_url":"https://docs.github.com/rest/rate-limits"}',
      '2026-03-01T12:01:00.000Z',
    ],
    ['429', answer(429), '', '2026-03-01T12:01:00.000Z'],
    [
      'an answer that a host sends late, and asks to wait after',
      answer(200, { 'retry-after': '20' }),
      undefined,
      '2026-03-01T12:00:20.000Z',
    ],
    [
      'a host that is down for a time',
      answer(503, { 'retry-after': '120' }),
      '',
      '2026-03-01T12:02:00.000Z',
    ],
    ['a host that is down', answer(503), '', undefined],
    [
      '429 that says when there are new requests, but not how many are left',
      answer(429, { 'x-ratelimit-reset': reset(600) }),
      '',
      '2026-03-01T12:10:00.000Z',
    ],
    [
      '429 of a secondary limit, which names the hourly one',
      answer(429, {
        'x-ratelimit-remaining': '4711',
        'x-ratelimit-reset': reset(600),
      }),
      '',
      '2026-03-01T12:01:00.000Z',
    ],
    [
      'a time to wait that is empty',
      answer(429, { 'retry-after': '' }),
      '',
      '2026-03-01T12:01:00.000Z',
    ],
    [
      'a time in milliseconds',
      answer(429, { ...used, 'x-ratelimit-reset': String(NOW + 90_000) }),
      '',
      '2026-03-01T12:01:30.000Z',
    ],
    [
      'a missing right to what is called like a limit',
      answer(403),
      '{"message":"`rate-limiters` has enabled SAML","documentation_url":"https://docs.github.com/articles/saml"}',
      undefined,
    ],
    [
      'a time in place of seconds',
      answer(429, { 'retry-after': new Date(NOW + 5_000).toUTCString() }),
      '',
      '2026-03-01T12:00:05.000Z',
    ],
    [
      'a time that is over',
      answer(429, { 'retry-after': '0' }),
      '',
      '2026-03-01T12:00:01.000Z',
    ],
    [
      'nonsense',
      answer(429, { 'retry-after': 'soon' }),
      '',
      '2026-03-01T12:01:00.000Z',
    ],
    [
      'a time in ten years',
      answer(429, { 'retry-after': '315360000' }),
      '',
      '2026-03-01T13:00:00.000Z',
    ],
  ])('reads from %s when requests are taken', (_, response, body, until) => {
    expect(untilAfter([response, body])).toBe(until);
  });

  it.each<[string, Response, boolean, boolean]>([
    [
      'the last point of GraphQL',
      answer(200, {
        ...used,
        'x-ratelimit-reset': reset(90),
        'x-ratelimit-resource': 'graphql',
      }),
      true,
      false,
    ],
    [
      'a query after it',
      answer(403, {
        ...used,
        'x-ratelimit-reset': reset(90),
        'x-ratelimit-resource': 'graphql',
      }),
      true,
      false,
    ],
    [
      'a request too many of REST',
      answer(403, { ...used, 'x-ratelimit-resource': 'core' }),
      false,
      true,
    ],
    [
      'a secondary limit',
      answer(403, {
        'retry-after': '30',
        'x-ratelimit-remaining': '4711',
        'x-ratelimit-resource': 'graphql',
      }),
      true,
      true,
    ],
    [
      'the only limit of Azure DevOps',
      answer(200, {
        ...used,
        'x-ratelimit-reset': reset(90),
        'x-ratelimit-resource': 'Core/TSTUs',
      }),
      true,
      true,
    ],
  ])(
    'closes after %s what that limits, and nothing else',
    (_, response, closesGraphql, closesRest) => {
      const limit = limitAfter([response]);
      const isClosed = (resource: RateLimitResource) => {
        try {
          limit.check(resource);
          return false;
        } catch {
          return true;
        }
      };
      expect(isClosed('graphql')).toBe(closesGraphql);
      expect(isClosed('core')).toBe(closesRest);
    },
  );

  it('knows what is scarce of each limit', () => {
    const limit = new RateLimit('github.com');
    const left = (resource: string, remaining: string) =>
      answer(200, {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset': reset(90),
        'x-ratelimit-resource': resource,
      });
    limit.note(left('core', '10'));
    limit.note(left('graphql', '4000'));
    expect(limit.reservedUntil).toBeDefined();
    limit.note(left('core', '5000'));
    expect(limit.reservedUntil).toBeUndefined();
  });

  it('knows for some time that there are few requests', () => {
    const limit = new RateLimit('github.com');
    expect(limit.isTight).toBe(false);
    limit.note(answer(200, { ...used, 'x-ratelimit-reset': reset(90) }));
    const after = (hours: number) => {
      jest.mocked(Date.now).mockReturnValue(NOW + hours * 3_600_000);
      return limit.isTight;
    };
    expect([after(0), after(1.5), after(2)]).toEqual([true, true, false]);
  });

  it('counts refusals of requests that were sent together as one', () => {
    expect(untilAfter([answer(429)], [answer(429)], [answer(429)])).toBe(
      '2026-03-01T12:01:00.000Z',
    );
  });

  it('waits twice as long whenever a wait was not enough', async () => {
    const limit = new RateLimit('github.com');
    const refuse = () => {
      expect(() => limit.note(answer(429))).toThrow(RateLimitedError);
    };
    const at = (minutes: number) =>
      jest.mocked(Date.now).mockReturnValue(NOW + minutes * 60_000);
    refuse();
    at(1);
    refuse();
    expect(() => limit.check()).toThrow('2026-03-01T12:03:00.000Z');
    at(3);
    await limit.run(new AbortController(), async () => {});
    refuse();
    expect(() => limit.check()).toThrow('2026-03-01T12:04:00.000Z');
  });
});

describe('RateLimit.run', () => {
  const { signal } = new AbortController();

  it('asks nothing before the time, and says until when it waits', async () => {
    const limit = new RateLimit('github.com');
    const onWait = jest.fn();
    const answers = [answer(429, { 'retry-after': '1' }), answer(200)];
    const askedAt: number[] = [];
    const read = async () => {
      askedAt.push(Date.now());
      limit.note(answers.shift()!);
      return 'content';
    };
    const time = { signal, waitUntil: Date.now() + 60_000, onWait };
    expect(await limit.run(time, read)).toBe('content');
    expect(onWait).toHaveBeenCalledTimes(1);
    const [host, until] = onWait.mock.calls[0];
    expect(host).toBe('github.com');
    expect(askedAt[1]).toBeGreaterThanOrEqual(until.getTime());
  });

  it.each([
    ['without time to wait', undefined],
    ['with less time than that', 30_000],
  ])('fails at once %s', async (_, milliseconds) => {
    const limit = new RateLimit('github.com');
    const ask = jest.fn(() => limit.note(answer(429)));
    const read = async () => {
      limit.check();
      ask();
    };
    const waitUntil = milliseconds && Date.now() + milliseconds;
    for (const _again of [1, 2]) {
      await expect(limit.run({ signal, waitUntil }, read)).rejects.toThrow(
        RateLimitedError,
      );
    }
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('ends a wait when the sync is aborted', async () => {
    const limit = new RateLimit('github.com');
    const abort = new AbortController();
    const waiting = limit.run(
      {
        signal: abort.signal,
        waitUntil: Infinity,
        onWait: () => abort.abort(),
      },
      async () => limit.note(answer(429)),
    );
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves other errors as they are', async () => {
    const error = new Error('broken');
    const failing = new RateLimit('github.com').run({ signal }, async () => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
  });
});
