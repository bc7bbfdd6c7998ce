import { AttemptOutcome } from '@internal/plugin-static-data-node';
import { AttemptedMessage, judgeAttempt } from './judgeAttempt';

const CREATED = Date.parse('2026-03-01T00:00:00.000Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An attempt some time after the message was queued. */
function createAttempt(
  attempts: number,
  age = 0,
  overrides: Partial<AttemptedMessage> = {},
): AttemptedMessage {
  return {
    type: 'sync.failed',
    attempts,
    createdAt: new Date(CREATED).toISOString(),
    lastAttemptAt: new Date(CREATED + age).toISOString(),
    ...overrides,
  };
}

describe('judgeAttempt', () => {
  it.each([200, 201, 202, 204, 299])('takes %p for delivered', statusCode => {
    expect(judgeAttempt(createAttempt(1), { statusCode }, 0)).toEqual({
      state: 'delivered',
      statusCode,
    });
  });

  it.each([301, 302, 308, 400, 401, 404, 429, 500, 503])(
    'tries again after %p',
    statusCode => {
      expect(judgeAttempt(createAttempt(1), { statusCode }, 0)).toEqual({
        state: 'pending',
        statusCode,
        error: `HTTP ${statusCode}`,
        retryAfterMs: 5 * SECOND,
      });
    },
  );

  it('tries again when there was no answer', () => {
    expect(
      judgeAttempt(createAttempt(1), { error: 'No answer: ECONNREFUSED' }, 0),
    ).toEqual({
      state: 'pending',
      error: 'No answer: ECONNREFUSED',
      retryAfterMs: 5 * SECOND,
    });
  });

  it('waits longer and longer, and gives up within 24 hours', () => {
    const pauses: number[] = [];
    let age = 0;
    let outcome: AttemptOutcome;
    do {
      outcome = judgeAttempt(
        createAttempt(pauses.length + 1, age),
        { statusCode: 500 },
        0.5,
      );
      if (outcome.state === 'pending') {
        pauses.push(outcome.retryAfterMs);
        age += outcome.retryAfterMs;
      }
    } while (outcome.state === 'pending');
    expect(outcome).toEqual({
      state: 'dead',
      statusCode: 500,
      error: 'HTTP 500',
    });
    const withJitter = (pause: number) => pause * 1.05;
    expect(pauses).toEqual(
      [
        5 * SECOND,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        6 * HOUR,
        6 * HOUR,
      ].map(withJitter),
    );
    expect(age).toBeGreaterThan(18 * HOUR);
    expect(age).toBeLessThan(24 * HOUR);
  });

  it('does not send messages that failed together again together', () => {
    const pause = (random: number) =>
      judgeAttempt(createAttempt(2), { statusCode: 500 }, random);
    expect(pause(0)).toMatchObject({ retryAfterMs: 300_000 });
    expect(pause(1)).toMatchObject({ retryAfterMs: 330_000 });
  });

  it.each([
    ['longer than it would', 60_000, 60_000],
    ['shorter than it would', 1, 5_000],
    ['for ever', 1e15, 6 * HOUR],
  ])('waits as long as it is asked to: %s', (_, asked, waited) => {
    expect(
      judgeAttempt(
        createAttempt(1),
        { statusCode: 429, retryAfterMs: asked },
        0,
      ),
    ).toMatchObject({ state: 'pending', retryAfterMs: waited });
  });

  it('gives up at once when the receiver is gone', () => {
    expect(judgeAttempt(createAttempt(1), { statusCode: 410 }, 0)).toEqual({
      state: 'dead',
      statusCode: 410,
      error: 'HTTP 410',
    });
  });

  it('does not try a test again', () => {
    const test = createAttempt(1, 0, { type: 'webhook.test' });
    expect(judgeAttempt(test, { statusCode: 500 }, 0)).toMatchObject({
      state: 'dead',
    });
    expect(judgeAttempt(test, { statusCode: 200 }, 0)).toMatchObject({
      state: 'delivered',
    });
  });
});
