import { createHash } from 'node:crypto';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  WEBHOOK_EVENT_TYPES,
  WebhookEventType,
} from '@internal/plugin-static-data-common';
import { invalid, parseHttpUrl } from './values';

/**
 * A webhook that is notified about syncs.
 *
 * @public
 */
export interface WebhookConfig {
  /** As it was configured, or made from the URL. */
  id: string;
  /** May hold a token in its query string. */
  url: string;
  /** Secret: `whsec_` and base64, or plain text. */
  secret: string;
  events: WebhookEventType[];
  /** Whether the host's name may be that of an address that is not of the internet. */
  privateNetwork?: boolean;
}

const SECRET_PREFIX = 'whsec_';
const MIN_PLAIN_SECRET_LENGTH = 24;

/**
 * Reads `staticData.webhooks`.
 *
 * @throws InputError that names the key and what was expected, never the secret or the URL
 */
export function readWebhooks(config: Config): WebhookConfig[] {
  const webhooks = (config.getOptionalConfigArray('webhooks') ?? []).map(
    (webhook, index) => readWebhook(webhook, `webhooks[${index}]`),
  );
  const ids = webhooks.map(({ id }) => id);
  const second = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (second !== -1) {
    throw new InputError(
      `Invalid configuration: 'staticData.webhooks[${second}]' must have an 'id' of its own: there is another webhook with the same id or, without ids, the same URL`,
    );
  }
  return webhooks;
}

function readWebhook(config: Config, key: string): WebhookConfig {
  const url = readUrl(config, key);
  return {
    id: readId(config, key) ?? toId(url),
    url,
    secret: readSecret(config, key),
    events: readEvents(config, key),
    privateNetwork: config.getOptionalBoolean('privateNetwork'),
  };
}

function readId(config: Config, key: string): string | undefined {
  const id = config.getOptionalString('id');
  if (id !== undefined && !/^[\w.-]{1,64}$/.test(id)) {
    throw invalid(
      `${key}.id`,
      'up to 64 letters, digits, dots, hyphens and underscores',
      id,
    );
  }
  return id;
}

/** Stays the same when webhooks before it come or go. */
function toId(url: string): string {
  const digest = createHash('sha256').update(url).digest('hex');
  return `webhook-${digest.slice(0, 12)}`;
}

function readUrl(config: Config, key: string): string {
  const url = parseHttpUrl(config.getString('url'));
  if (!url || url.username || url.password) {
    throw new InputError(
      `Invalid configuration: 'staticData.${key}.url' must be an http or https URL without user and password`,
    );
  }
  return url.href;
}

function readSecret(config: Config, key: string): string {
  const secret = config.getString('secret');
  const isUsable = secret.startsWith(SECRET_PREFIX)
    ? isKey(secret.slice(SECRET_PREFIX.length))
    : secret.length >= MIN_PLAIN_SECRET_LENGTH;
  if (!isUsable) {
    throw new InputError(
      `Invalid configuration: 'staticData.${key}.secret' must be '${SECRET_PREFIX}' with 24 to 64 bytes in base64, or plain text of at least ${MIN_PLAIN_SECRET_LENGTH} characters`,
    );
  }
  return secret;
}

function isKey(base64: string): boolean {
  const key = Buffer.from(base64, 'base64');
  return (
    key.length >= 24 && key.length <= 64 && key.toString('base64') === base64
  );
}

function readEvents(config: Config, key: string): WebhookEventType[] {
  const events = config.getStringArray('events');
  if (events.length === 0 || !events.every(isEventType)) {
    throw invalid(
      `${key}.events`,
      `one or more of ${WEBHOOK_EVENT_TYPES.join(', ')}`,
      events,
    );
  }
  return [...new Set(events)];
}

function isEventType(event: string): event is WebhookEventType {
  return WEBHOOK_EVENT_TYPES.some(type => type === event);
}
