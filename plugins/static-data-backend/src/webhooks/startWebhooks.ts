import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { STATIC_DATA_SYNC_TOPIC } from '@internal/plugin-static-data-common';
import {
  StaticDataStore,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { coalesceRuns } from '../service/coalesceRuns';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { WebhookAnnouncer } from './WebhookAnnouncer';
import { WebhookDeliverer } from './WebhookDeliverer';
import { WebhookService } from './WebhookService';

/**
 * Has webhooks told of syncs as soon as they end, of those that were missed within a minute, and
 * again, when they did not want to know, as their time comes.
 */
export async function startWebhooks(options: {
  webhooks: WebhookConfig[];
  appBaseUrl?: string;
  store: StaticDataStore;
  settings: SyncSettingsService;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
}): Promise<WebhookService> {
  const { webhooks, appBaseUrl, store, settings, events, logger, scheduler } =
    options;
  const deliverer = new WebhookDeliverer({ store, webhooks, logger });
  const announcer = new WebhookAnnouncer({
    store,
    webhooks,
    getHealth: () => settings.getHealth(),
    appBaseUrl,
  });
  const announce = coalesceRuns(() => announcer.run());
  /** Nobody waits for receivers: not the sync that has ended, and no task. */
  const deliver = () => {
    deliverer
      .run()
      .catch(error => logger.warn(`Could not deliver to webhooks: ${error}`));
  };

  await events.subscribe({
    id: 'static-data-webhooks',
    topics: [STATIC_DATA_SYNC_TOPIC],
    onEvent: async () => {
      announce().then(deliver, error =>
        logger.warn(`Webhooks are told of a sync later: ${error}`),
      );
    },
  });
  await scheduler.scheduleTask({
    id: 'static-data-webhook-announcements',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    initialDelay: { minutes: 1 },
    fn: async () => {
      await announce();
      deliver();
    },
  });
  if (webhooks.length > 0) {
    await scheduler.scheduleTask({
      id: 'static-data-webhook-deliveries',
      scope: 'local',
      frequency: { seconds: 5 },
      timeout: { minutes: 1 },
      initialDelay: { seconds: 5 },
      fn: async () => deliver(),
    });
  }
  options.lifecycle.addShutdownHook(() => deliverer.stop());
  return new WebhookService({ store, webhooks, deliverer, appBaseUrl });
}
