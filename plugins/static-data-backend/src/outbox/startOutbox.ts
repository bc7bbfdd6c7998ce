import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { STATIC_DATA_SYNC_TOPIC } from '@internal/plugin-static-data-common';
import {
  scheduleTask,
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { coalesceRuns } from './coalesceRuns';
import { SourceService } from '../service/SourceService';
import { announce } from './announce';
import { Deliverer } from './Deliverer';
import {
  createNotificationsRecipient,
  NOTIFICATIONS,
  OWNER_NOTIFICATIONS,
} from './notifications';
import { createWebhookRecipient } from './sendWebhook';
import { WebhookService } from './WebhookService';

/** Who gets messages, by the configuration. */
export function listRecipients({
  alerts,
  webhooks,
}: Pick<StaticDataConfig, 'alerts' | 'webhooks'>): string[] {
  return [
    ...webhooks.map(({ id }) => id),
    ...listNotificationRecipients(alerts),
  ];
}

function listNotificationRecipients({
  recipients,
  owners,
}: StaticDataConfig['alerts']): string[] {
  return [
    ...(recipients.entityRefs.length > 0 ? [NOTIFICATIONS] : []),
    ...(owners ? [OWNER_NOTIFICATIONS] : []),
  ];
}

/**
 * Sends messages about syncs to webhooks, and alerts to people: as soon as a sync ends, and every
 * minute for what was missed or depends on the time. Neither a sync nor a scheduled task waits for
 * a receiver.
 */
export async function startOutbox(options: {
  config: Pick<StaticDataConfig, 'sources' | 'alerts' | 'webhooks'>;
  appBaseUrl?: string;
  store: StaticDataStore;
  sources: Pick<SourceService, 'getHealth'>;
  notifications: NotificationService;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
}): Promise<WebhookService> {
  const { config, appBaseUrl, store, sources, notifications } = options;
  const { events, lifecycle, logger, scheduler } = options;
  const { alerts, webhooks } = config;
  const { entityRefs } = alerts.recipients;

  const recipients = [
    ...webhooks.map(webhook => createWebhookRecipient(webhook)),
    ...listNotificationRecipients(alerts).map(id =>
      createNotificationsRecipient({ id, notifications, entityRefs, logger }),
    ),
  ];
  const deliverer = new Deliverer({ outbox: store.outbox, recipients, logger });
  const deliver = () => {
    deliverer
      .run()
      .catch(error =>
        logger.warn(
          `Could not send pending webhook messages and notifications; trying again in 5 seconds: ${error}`,
        ),
      );
  };

  const announceAll = coalesceRuns(() =>
    announce({
      store,
      webhooks,
      alerts,
      sources: config.sources.map(({ id }) => id),
      getHealth: source => sources.getHealth(source),
      appBaseUrl,
    }),
  );

  await events.subscribe({
    id: 'static-data-outbox',
    topics: [STATIC_DATA_SYNC_TOPIC],
    onEvent: async () => {
      announceAll().then(deliver, error =>
        logger.warn(
          `Could not queue webhook messages and notifications for a finished sync; trying again within a minute: ${error}`,
        ),
      );
    },
  });
  await scheduleTask(scheduler, {
    id: 'static-data-announcements',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    initialDelay: { minutes: 1 },
    fn: async () => {
      await announceAll();
      deliver();
    },
  });
  if (recipients.length > 0) {
    await scheduleTask(scheduler, {
      id: 'static-data-deliveries',
      scope: 'local',
      frequency: { seconds: 5 },
      timeout: { minutes: 1 },
      initialDelay: { seconds: 5 },
      fn: async () => deliver(),
    });
  }
  lifecycle.addShutdownHook(() => deliverer.stop());
  return new WebhookService({
    outbox: store.outbox,
    webhooks,
    deliverer,
    appBaseUrl,
  });
}
