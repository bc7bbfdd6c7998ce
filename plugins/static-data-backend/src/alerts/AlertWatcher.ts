import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SyncHealth } from '@internal/plugin-static-data-common';
import {
  AlertName,
  AlertsConfig,
  StaticDataStore,
  ToldAlert,
} from '@internal/plugin-static-data-node';
import { assessAlerts } from './assessAlerts';
import {
  AlertContext,
  describeClosedAlert,
  describeOpenAlert,
} from './describeAlert';

const ALERT_NAMES: AlertName[] = ['failing', 'removals-held', 'stale'];

/** An hour of them, as somebody looks every minute. */
const MAX_ATTEMPTS = 60;

type AlertWatcherStore = Pick<
  StaticDataStore,
  'alerts' | 'heldRemovals' | 'history'
>;

/** Notifies people when a state begins that they should know of, and when it is over. */
export class AlertWatcher {
  readonly #store: AlertWatcherStore;
  readonly #notifications: NotificationService;
  readonly #config: AlertsConfig;
  readonly #getHealth: () => Promise<SyncHealth>;
  readonly #logger: LoggerService;
  #isAbsenceLogged = false;

  constructor(options: {
    store: AlertWatcherStore;
    notifications: NotificationService;
    config: AlertsConfig;
    getHealth: () => Promise<SyncHealth>;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#notifications = options.notifications;
    this.#config = options.config;
    this.#getHealth = options.getHealth;
    this.#logger = options.logger;
  }

  /** Several processes may do this at the same time: each change is told once. */
  async run(): Promise<void> {
    // In this order: what was told meanwhile is newer than what is looked at.
    const told = await this.#store.alerts.list(ALERT_NAMES);
    const [health, heldRemovals, latestSync] = await Promise.all([
      this.#getHealth(),
      this.#store.heldRemovals.countUnapproved(),
      this.#store.history.getLatest(),
    ]);
    const context = { health, heldRemovals, latestSync };
    const holds = assessAlerts(context, this.#config.consecutiveFailures);
    for (const alert of told) {
      if (alert.open !== holds[alert.name]) {
        await this.#tell(alert, context);
      }
    }
  }

  /** Tells that a state is not as it was told last. */
  async #tell(alert: ToldAlert, context: AlertContext): Promise<void> {
    const attempt = await this.#store.alerts.claim(alert);
    if (attempt === undefined) {
      return;
    }
    if (await this.#send(alert, attempt, context)) {
      await this.#store.alerts.settle(alert);
    } else {
      await this.#store.alerts.release(alert);
    }
  }

  /** @returns whether there is no more to do */
  async #send(
    { name, open }: ToldAlert,
    attempt: number,
    context: AlertContext,
  ): Promise<boolean> {
    try {
      await this.#notifications.send({
        recipients: {
          type: 'entity',
          entityRef: this.#config.recipients.entityRefs,
        },
        payload: open
          ? describeClosedAlert(name, context)
          : describeOpenAlert(name, context),
      });
      return true;
    } catch (error) {
      if (isBackendAbsent(error)) {
        this.#logAbsence();
        return true;
      }
      const isLast = attempt >= MAX_ATTEMPTS;
      const message = `Could not notify of '${name}', attempt ${attempt}: ${error}`;
      if (attempt === 1 || isLast) {
        this.#logger.warn(message);
      } else {
        this.#logger.debug(message);
      }
      return isLast;
    }
  }

  #logAbsence(): void {
    if (!this.#isAbsenceLogged) {
      this.#isAbsenceLogged = true;
      this.#logger.warn(
        'There is no notifications backend, so nobody is notified of alerts',
      );
    }
  }
}

/** The service says it in the text of its error, and nowhere else. */
function isBackendAbsent(error: unknown): boolean {
  return /status 404\b/.test(String(error));
}
