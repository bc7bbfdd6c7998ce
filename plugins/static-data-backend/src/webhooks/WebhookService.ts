import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import {
  ConfiguredWebhook,
  WebhookDelivery,
} from '@internal/plugin-static-data-common';
import {
  StaticDataStore,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { toPageUrl } from '../service/pageLinks';
import { WebhookDeliverer } from './WebhookDeliverer';

/** What people may know of webhooks, and do with them. */
export class WebhookService {
  readonly #store: Pick<StaticDataStore, 'webhookDeliveries'>;
  readonly #webhooks: WebhookConfig[];
  readonly #deliverer: Pick<WebhookDeliverer, 'deliver'>;
  readonly #appBaseUrl?: string;

  constructor(options: {
    store: Pick<StaticDataStore, 'webhookDeliveries'>;
    webhooks: WebhookConfig[];
    deliverer: Pick<WebhookDeliverer, 'deliver'>;
    /** Where the app is, for links. */
    appBaseUrl?: string;
  }) {
    this.#store = options.store;
    this.#webhooks = options.webhooks;
    this.#deliverer = options.deliverer;
    this.#appBaseUrl = options.appBaseUrl;
  }

  /** The webhooks of the configuration, without their secrets. */
  async list(): Promise<ConfiguredWebhook[]> {
    return Promise.all(
      this.#webhooks.map(async ({ id, url, events }) => {
        const [pending, { deliveries }] = await Promise.all([
          this.#store.webhookDeliveries.countPending(id),
          this.#store.webhookDeliveries.list({ webhookId: id, limit: 1 }),
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

  /**
   * Sends a message of type `webhook.test`, once.
   *
   * @throws NotFoundError if there is no such webhook
   */
  async test(webhookId: string): Promise<WebhookDelivery> {
    const webhook = this.#webhooks.find(({ id }) => id === webhookId);
    if (!webhook) {
      throw new NotFoundError(`No webhook has the id '${webhookId}'`);
    }
    const delivery = await this.#store.webhookDeliveries.addClaimed({
      webhookId,
      eventId: `webhook.test:${randomUUID()}`,
      message: {
        type: 'webhook.test',
        timestamp: new Date().toISOString(),
        data: { webhookId, link: toPageUrl(this.#appBaseUrl) },
      },
    });
    return this.#deliverer.deliver(webhook, delivery);
  }
}

/** Without what may hold a token. */
function maskUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search && '?***'}`;
}
