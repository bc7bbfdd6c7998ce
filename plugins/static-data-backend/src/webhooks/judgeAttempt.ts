import {
  ClaimedDelivery,
  DeliveryOutcome,
} from '@internal/plugin-static-data-node';
import { WebhookAnswer } from './sendMessage';

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

/** So that those that failed together do not come back together. */
const JITTER = 0.1;

const LONGEST_RETRY_AFTER_MS = 6 * HOUR_MS;

const GIVE_UP_AFTER_MS = 24 * HOUR_MS;

/** The receiver says that it does not want any more. */
const GONE = 410;

/** What is known of the message that was sent. */
export type AttemptedDelivery = Pick<
  ClaimedDelivery,
  'type' | 'attempts' | 'createdAt' | 'lastAttemptAt'
>;

/**
 * Decides what becomes of a message after an attempt.
 *
 * @param random - a number from 0 to 1
 */
export function judgeAttempt(
  delivery: AttemptedDelivery,
  answer: WebhookAnswer,
  random: number,
): DeliveryOutcome {
  const { statusCode } = answer;
  if (statusCode !== undefined && statusCode >= 200 && statusCode < 300) {
    return { state: 'delivered', statusCode };
  }
  const error = answer.error ?? `HTTP ${statusCode}`;
  const retryAfterMs = choosePause(delivery, answer, random);
  return retryAfterMs === undefined
    ? { state: 'dead', statusCode, error }
    : { state: 'pending', statusCode, error, retryAfterMs };
}

function choosePause(
  delivery: AttemptedDelivery,
  { statusCode, retryAfterMs = 0 }: WebhookAnswer,
  random: number,
): number | undefined {
  // Whoever tries a webhook has the answer, and is not there any more later on.
  if (statusCode === GONE || delivery.type === 'webhook.test') {
    return undefined;
  }
  const { attempts, createdAt, lastAttemptAt } = delivery;
  const regular = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1];
  const pause =
    Math.max(regular, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS)) *
    (1 + JITTER * random);
  const age = Date.parse(lastAttemptAt) - Date.parse(createdAt);
  return age + pause > GIVE_UP_AFTER_MS ? undefined : Math.round(pause);
}
