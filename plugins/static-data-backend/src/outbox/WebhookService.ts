import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import {
  ConfiguredWebhook,
  quote,
  toPageUrl,
  WebhookDelivery,
  WebhookMessage,
  WebhookMessageType,
} from '@internal/plugin-static-data-common';
import {
  NOT_CONFIGURED_ERROR,
  OutboxMessage,
  OutboxQuery,
  StaticDataStore,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { Deliverer } from './Deliverer';
import { NOTIFICATION_RECIPIENTS } from './notifications';
import { createWebhookRecipient } from './sendWebhook';

interface WebhookServiceOptions {
  outbox: StaticDataStore['outbox'];
  webhooks: WebhookConfig[];
  deliverer: Deliverer;
  /** Where the app is, for links. */
  appBaseUrl?: string;
}

/** Lists, inspects and tests webhooks. */
export class WebhookService {
  readonly #options: WebhookServiceOptions;

  constructor(options: WebhookServiceOptions) {
    this.#options = options;
  }

  /** The webhooks of the configuration, without their secrets. */
  async list(): Promise<ConfiguredWebhook[]> {
    const { outbox, webhooks } = this.#options;
    return Promise.all(
      webhooks.map(async ({ id, url, events }) => {
        const [pending, { deliveries }] = await Promise.all([
          outbox.countPending(id),
          this.listDeliveries({ recipient: id, limit: 1 }),
        ]);
        return {
          id,
          url: maskUrl(url),
          events,
          pending,
          lastDelivery: deliveries.at(0) ?? null,
        };
      }),
    );
  }

  /** Messages to webhooks, including those that have left the configuration; newest first. */
  async listDeliveries(
    query: Omit<OutboxQuery, 'exceptRecipients'>,
  ): Promise<{ deliveries: WebhookDelivery[]; hasMore: boolean }> {
    const { messages, hasMore } = await this.#options.outbox.list({
      ...query,
      exceptRecipients: NOTIFICATION_RECIPIENTS,
    });
    const { webhooks } = this.#options;
    return {
      deliveries: messages.map(message => {
        const isConfigured = webhooks.some(
          ({ id }) => id === message.recipient,
        );
        return toDelivery(
          message.state === 'pending' && !isConfigured
            ? { ...message, error: NOT_CONFIGURED_ERROR }
            : message,
        );
      }),
      hasMore,
    };
  }

  /**
   * Sends a message of type `webhook.test`, once.
   *
   * @throws NotFoundError if there is no such webhook
   */
  async test(webhookId: string): Promise<WebhookDelivery> {
    const { outbox, webhooks, deliverer, appBaseUrl } = this.#options;
    const webhook = webhooks.find(({ id }) => id === webhookId);
    if (!webhook) {
      throw new NotFoundError(`No webhook has the id ${quote(webhookId)}`);
    }
    const payload: WebhookMessage = {
      type: 'webhook.test',
      timestamp: new Date().toISOString(),
      data: { webhookId, link: toPageUrl(appBaseUrl) },
    };
    const message = await outbox.addClaimed({
      recipient: webhookId,
      eventId: `webhook.test:${randomUUID()}`,
      type: payload.type,
      payload,
    });
    return toDelivery(
      await deliverer.deliver(createWebhookRecipient(webhook), message),
    );
  }
}

function toDelivery(message: OutboxMessage): WebhookDelivery {
  const { recipient, type, payload: _, ...delivery } = message;
  return {
    ...delivery,
    webhookId: recipient,
    type: type as WebhookMessageType,
  };
}

/** Hides the part that may contain a token. */
function maskUrl(url: string): string {
  return `${new URL(url).origin}/***`;
}
