import { randomUUID } from 'node:crypto';
import {
  SyncHealth,
  WebhookMessage,
} from '@internal/plugin-static-data-common';
import {
  MessageToDeliver,
  StaticDataStore,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { toHealthMessage, toSyncMessages } from './syncMessages';

const BATCH_SIZE = 100;

/** Queues what there is to tell webhooks. */
export class WebhookAnnouncer {
  readonly #store: Pick<
    StaticDataStore,
    'announcements' | 'heldRemovals' | 'history'
  >;
  readonly #webhooks: WebhookConfig[];
  readonly #getHealth: () => Promise<SyncHealth>;
  readonly #appBaseUrl?: string;

  constructor(options: {
    store: Pick<StaticDataStore, 'announcements' | 'heldRemovals' | 'history'>;
    webhooks: WebhookConfig[];
    getHealth: () => Promise<SyncHealth>;
    /** Where the app is, for links. */
    appBaseUrl?: string;
  }) {
    this.#store = options.store;
    this.#webhooks = options.webhooks;
    this.#getHealth = options.getHealth;
    this.#appBaseUrl = options.appBaseUrl;
  }

  /** Several processes may do this at the same time: each thing is queued once. */
  async run(): Promise<void> {
    await this.#announceSyncs();
    if (
      this.#webhooks.some(({ events }) => events.includes('health.changed'))
    ) {
      await this.#announceHealth();
    }
  }

  async #announceSyncs(): Promise<void> {
    let syncIds: string[];
    do {
      syncIds = await this.#store.announcements.listSyncs(BATCH_SIZE);
      for (const syncId of syncIds) {
        await this.#store.announcements.announceSync(
          syncId,
          await this.#listSyncMessages(syncId),
        );
      }
    } while (syncIds.length === BATCH_SIZE);
  }

  async #listSyncMessages(syncId: string): Promise<MessageToDeliver[]> {
    const record = await this.#store.history.get(syncId);
    if (!record || this.#webhooks.length === 0) {
      return [];
    }
    const heldRemovals =
      record.stats.removalsHeld > 0
        ? await this.#store.heldRemovals.list()
        : [];
    return toSyncMessages(record, heldRemovals, this.#appBaseUrl).flatMap(
      message => this.#address(message, `${message.type}:${syncId}`),
    );
  }

  async #announceHealth(): Promise<void> {
    // In this order: a health that was told meanwhile is newer than the one that is looked at.
    const previous = await this.#store.announcements.getHealth();
    const health = await this.#getHealth();
    const { status } = health;
    if (status === previous) {
      return;
    }
    const messages =
      previous === undefined
        ? []
        : this.#address(
            toHealthMessage(health, previous, new Date(), this.#appBaseUrl),
            `health.changed:${randomUUID()}`,
          );
    await this.#store.announcements.announceHealth({
      previous,
      status,
      messages,
    });
  }

  /** One message for each webhook that wants to know. */
  #address(message: WebhookMessage, eventId: string): MessageToDeliver[] {
    return this.#webhooks
      .filter(({ events }) => events.some(event => event === message.type))
      .map(({ id }) => ({ webhookId: id, eventId, message }));
  }
}
