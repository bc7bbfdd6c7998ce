import {
  AttemptOutcome,
  OutboxMessage,
} from '@internal/plugin-static-data-node';

/** The outcome of one request. */
export interface WebhookAnswer {
  /** Absent where there was no answer. */
  statusCode?: number;
  /** How long the receiver asks to wait before another attempt. */
  retryAfterMs?: number;
  /** Why there was no answer. */
  error?: string;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses after the first, second, ... attempt, as Standard Webhooks suggests. The last one repeats. */
const PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  6 * HOUR_MS,
];

/** Spreads the retries of messages that failed at the same time. */
const JITTER = 0.1;

const LONGEST_RETRY_AFTER_MS = 6 * HOUR_MS;

const GIVE_UP_AFTER_MS = 24 * HOUR_MS;

/** The receiver wants no more messages. */
const GONE = 410;

/** The parts of the message that the decision depends on. */
export type AttemptedMessage = Pick<
  OutboxMessage,
  'type' | 'attempts' | 'createdAt' | 'lastAttemptAt'
>;

/**
 * Decides what happens to a message to a webhook after an attempt.
 *
 * @param random - a number from 0 to 1
 */
export function judgeAttempt(
  message: AttemptedMessage,
  answer: WebhookAnswer,
  random: number,
): AttemptOutcome {
  const { statusCode, retryAfterMs: requestedMs = 0 } = answer;
  if (statusCode !== undefined && statusCode >= 200 && statusCode < 300) {
    return { state: 'delivered', statusCode };
  }
  const error = answer.error ?? `HTTP ${statusCode}`;
  const { type, attempts, createdAt, lastAttemptAt = createdAt } = message;
  const regularMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1];
  const retryAfterMs = Math.round(
    Math.max(regularMs, Math.min(requestedMs, LONGEST_RETRY_AFTER_MS)) *
      (1 + JITTER * random),
  );
  const ageMs = Date.parse(lastAttemptAt) - Date.parse(createdAt);
  const isLast =
    statusCode === GONE ||
    // The result of a test is reported at once, so another attempt would be pointless.
    type === 'webhook.test' ||
    ageMs + retryAfterMs > GIVE_UP_AFTER_MS;
  return isLast
    ? { state: 'dead', statusCode, error }
    : { state: 'pending', statusCode, error, retryAfterMs };
}
