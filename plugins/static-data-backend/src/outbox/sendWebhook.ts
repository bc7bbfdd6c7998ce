import dns from 'node:dns';
import http, { IncomingMessage, RequestOptions } from 'node:http';
import https from 'node:https';
import { isError } from '@backstage/errors';
import {
  OutboxMessage,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { Webhook } from 'standardwebhooks';
import { Recipient } from './Deliverer';
import { judgeAttempt, WebhookAnswer } from './judgeAttempt';
import { createPublicLookup, PrivateAddressError } from './publicLookup';

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
 * followed, and only the head of the answer is read. A name in the URL must be that of a public
 * address, unless the webhook says that it is in a private network.
 */
export async function sendWebhook(
  webhook: Pick<WebhookConfig, 'url' | 'secret' | 'privateNetwork'>,
  message: OutgoingMessage,
  options: {
    signal: AbortSignal;
    timeoutMs?: number;
    /** For tests. */
    lookup?: typeof dns.lookup;
  },
): Promise<WebhookAnswer> {
  const { signal, timeoutMs = TIMEOUT_MS, lookup } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const url = new URL(webhook.url);
  try {
    const { statusCode, headers } = await post(url, message.payload, {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'backstage-static-data',
        ...sign(webhook.secret, message),
      },
      signal: AbortSignal.any([timeout, signal]),
      lookup: webhook.privateNetwork
        ? lookup
        : createPublicLookup(url.hostname, lookup),
    });
    return { statusCode, retryAfterMs: readRetryAfter(headers['retry-after']) };
  } catch (error) {
    return {
      error: timeout.aborted ? 'No answer in time' : describeFailure(error),
    };
  }
}

/** Resolves with the head of the answer. The body is not needed, and may be endless. */
function post(
  url: URL,
  body: string,
  options: RequestOptions,
): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    request(url, { ...options, method: 'POST' })
      .on('response', response => {
        resolve(response);
        response.destroy();
      })
      .on('error', reject)
      // After an answer that is none, such as an upgrade, there is no error.
      .on('close', () => reject(new Error('Closed')))
      .end(body);
  });
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
function readRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - Date.now();
  return milliseconds > 0 ? milliseconds : undefined;
}

/** Only the kind of error: its message may contain the URL. */
function describeFailure(error: unknown): string {
  if (error instanceof PrivateAddressError) {
    return error.message;
  }
  return isError(error)
    ? `No answer: ${error.code ?? error.name}`
    : 'No answer';
}
