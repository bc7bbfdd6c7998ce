import { isError } from '@backstage/errors';
import {
  OutboxMessage,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { Webhook } from 'standardwebhooks';
import { Recipient } from './Deliverer';
import { judgeAttempt, WebhookAnswer } from './judgeAttempt';

const TIMEOUT_MS = 10_000;

type OutgoingMessage = Pick<OutboxMessage, 'id' | 'payload'>;

/** Sends messages to a webhook. A message may overtake one that is to be retried. */
export function createWebhookRecipient(
  webhook: WebhookConfig,
  timeoutMs?: number,
): Recipient {
  return {
    id: webhook.id,
    inOrder: false,
    async send(message, signal) {
      const answer = await sendWebhook(webhook, message, { signal, timeoutMs });
      return judgeAttempt(message, answer, Math.random());
    },
  };
}

/**
 * Sends a message once. Whatever the receiver does, this resolves in time: redirects are not
 * followed, and only the head of the answer is read.
 */
export async function sendWebhook(
  webhook: Pick<WebhookConfig, 'url' | 'secret'>,
  message: OutgoingMessage,
  options: { signal: AbortSignal; timeoutMs?: number },
): Promise<WebhookAnswer> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'backstage-static-data',
        ...sign(webhook.secret, message),
      },
      body: message.payload,
      redirect: 'manual',
      signal: AbortSignal.any([timeout, options.signal]),
    });
    // The body is not needed, and may be endless.
    await response.body?.cancel().catch(() => {});
    return {
      statusCode: response.status,
      retryAfterMs: readRetryAfter(response.headers.get('retry-after')),
    };
  } catch (error) {
    return { error: describeFailure(error) };
  }
}

function sign(secret: string, { id, payload }: OutgoingMessage) {
  const now = new Date();
  const webhook = secret.startsWith('whsec_')
    ? new Webhook(secret)
    : new Webhook(Buffer.from(secret), { format: 'raw' });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': webhook.sign(id, now, payload),
  };
}

/** Seconds or a date; anything else is ignored. */
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) {
    return undefined;
  }
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - Date.now();
  return milliseconds > 0 ? milliseconds : undefined;
}

/** Only the kind of error: its message may contain the URL. */
function describeFailure(error: unknown): string {
  if (!isError(error)) {
    return 'No answer';
  }
  if (error.name === 'TimeoutError') {
    return 'No answer in time';
  }
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return `No answer: ${typeof code === 'string' ? code : error.name}`;
}
