import { isError } from '@backstage/errors';
import { WebhookConfig } from '@internal/plugin-static-data-node';
import { Webhook } from 'standardwebhooks';

const TIMEOUT_MS = 10_000;

/** A message as it goes over the wire. */
export interface OutgoingMessage {
  id: string;
  /** JSON. */
  payload: string;
}

/** What came of one attempt. */
export interface WebhookAnswer {
  /** Absent where there was no answer. */
  statusCode?: number;
  /** How long the receiver asks to be left alone. */
  retryAfterMs?: number;
  /** Why there was no answer. */
  error?: string;
}

/**
 * Sends a message once. Whatever the receiver does, this ends in time and does not fail: redirects
 * are not followed, and of the answer nothing is read but its head.
 */
export async function sendMessage(
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
    // Nobody reads it, and it may have no end.
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

/** Seconds or a date; anything else says nothing. */
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) {
    return undefined;
  }
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - Date.now();
  return milliseconds > 0 ? milliseconds : undefined;
}

/** The message of the error may have the URL in it, so only what kind of error it is. */
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
