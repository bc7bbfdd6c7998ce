import {
  SyncHealth,
  SyncHealthStatus,
  WebhookMessage,
} from '@internal/plugin-static-data-common';
import {
  AlertsConfig,
  NewMessage,
  StaticDataStore,
  ToldState,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { AlertName, assessAlerts, describeAlert } from './alerts';
import { NOTIFICATIONS } from './notifications';
import { toHealthMessage, toSyncMessages } from './webhookMessages';

const BATCH_SIZE = 100;

const HEALTH = 'health';

const ALERTS: AlertName[] = ['failing', 'removals-held', 'stale'];

/** Whether people were told that the state of an alert holds, as the store remembers it. */
const OPEN = 'open';
const CLOSED = 'closed';

/** Turns what happened into messages in the outbox. */
export class Announcer {
  readonly #store: StaticDataStore;
  readonly #webhooks: WebhookConfig[];
  readonly #alerts: AlertsConfig;
  readonly #getHealth: () => Promise<SyncHealth>;
  readonly #appBaseUrl?: string;

  constructor(options: {
    store: StaticDataStore;
    webhooks: WebhookConfig[];
    alerts: AlertsConfig;
    getHealth: () => Promise<SyncHealth>;
    /** Where the app is, for links. */
    appBaseUrl?: string;
  }) {
    this.#store = options.store;
    this.#webhooks = options.webhooks;
    this.#alerts = options.alerts;
    this.#getHealth = options.getHealth;
    this.#appBaseUrl = options.appBaseUrl;
  }

  /** Several processes may do this at the same time: each message is queued once. */
  async run(): Promise<void> {
    try {
      await this.#announceSyncs();
    } finally {
      await this.#announceStates();
    }
  }

  async #announceSyncs(): Promise<void> {
    let syncIds: string[];
    do {
      syncIds = await this.#store.outbox.listUnannouncedSyncs(BATCH_SIZE);
      for (const syncId of syncIds) {
        await this.#store.outbox.announceSync(
          syncId,
          await this.#listSyncMessages(syncId),
        );
      }
    } while (syncIds.length === BATCH_SIZE);
  }

  async #listSyncMessages(syncId: string): Promise<NewMessage[]> {
    if (this.#webhooks.length === 0) {
      return [];
    }
    const record = await this.#store.history.get(syncId);
    if (!record) {
      return [];
    }
    const heldRemovals =
      record.stats.removalsHeld > 0
        ? await this.#store.heldRemovals.list()
        : [];
    return toSyncMessages(record, heldRemovals, this.#appBaseUrl).flatMap(
      message => this.#address(message, syncId),
    );
  }

  async #announceStates(): Promise<void> {
    const announcesHealth = this.#webhooks.some(({ events }) =>
      events.includes('health.changed'),
    );
    const announcesAlerts = this.#alerts.recipients.entityRefs.length > 0;
    if (!announcesHealth && !announcesAlerts) {
      return;
    }
    // In this order: whatever is told in the meantime is newer than the health read here.
    const [toldHealth] = await this.#store.outbox.listTold([HEALTH]);
    const toldAlerts = await this.#store.outbox.listTold(ALERTS);
    const health = await this.#getHealth();
    if (announcesHealth) {
      await this.#announceHealth(toldHealth, health);
    }
    if (announcesAlerts) {
      await this.#announceAlerts(toldAlerts, health);
    }
  }

  async #announceHealth(told: ToldState, health: SyncHealth): Promise<void> {
    if (health.status === told.value) {
      return;
    }
    const messages =
      told.value === undefined
        ? []
        : this.#address(
            toHealthMessage(
              health,
              told.value as SyncHealthStatus,
              new Date(),
              this.#appBaseUrl,
            ),
            String(told.revision),
          );
    await this.#store.outbox.tell(told, health.status, messages);
  }

  async #announceAlerts(
    toldAlerts: Array<ToldState & { name: AlertName }>,
    health: SyncHealth,
  ): Promise<void> {
    const [heldRemovals, latestSync] = await Promise.all([
      this.#store.heldRemovals.countUnapproved(),
      this.#store.history.getLatest(),
    ]);
    const context = { health, heldRemovals, latestSync };
    const holds = assessAlerts(context, this.#alerts.consecutiveFailures);
    for (const told of toldAlerts) {
      const { name, revision } = told;
      if (holds[name] !== (told.value === OPEN)) {
        await this.#store.outbox.tell(told, holds[name] ? OPEN : CLOSED, [
          {
            recipient: NOTIFICATIONS,
            eventId: `${name}:${revision}`,
            type: name,
            payload: describeAlert(name, holds[name], context),
          },
        ]);
      }
    }
  }

  /** One message for each webhook that wants to know. */
  #address(message: WebhookMessage, subject: string): NewMessage[] {
    const { type } = message;
    return this.#webhooks
      .filter(({ events }) => events.some(event => event === type))
      .map(({ id }) => ({
        recipient: id,
        eventId: `${type}:${subject}`,
        type,
        payload: message,
      }));
  }
}
