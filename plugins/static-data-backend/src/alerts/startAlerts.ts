import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { STATIC_DATA_SYNC_TOPIC } from '@internal/plugin-static-data-common';
import {
  AlertsConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { coalesceRuns } from '../service/coalesceRuns';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { AlertWatcher } from './AlertWatcher';

/** Has people notified at the end of a sync, and within a minute of what only the clock shows. */
export async function startAlerts(options: {
  config: AlertsConfig;
  store: StaticDataStore;
  settings: SyncSettingsService;
  notifications: NotificationService;
  events: EventsService;
  logger: LoggerService;
  scheduler: SchedulerService;
}): Promise<void> {
  const { config, settings, events, logger, scheduler } = options;
  if (config.recipients.entityRefs.length === 0) {
    return;
  }
  const watcher = new AlertWatcher({
    ...options,
    getHealth: () => settings.getHealth(),
  });
  const watch = coalesceRuns(() => watcher.run());

  await events.subscribe({
    id: 'static-data-alerts',
    topics: [STATIC_DATA_SYNC_TOPIC],
    onEvent: async () => {
      // The sync that has ended does not wait for it.
      watch().catch(error =>
        logger.warn(`Alerts are looked after a minute later: ${error}`),
      );
    },
  });
  await scheduler.scheduleTask({
    id: 'static-data-alerts',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    initialDelay: { minutes: 1 },
    fn: watch,
  });
}
