import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import {
  scheduleTask,
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';

/**
 * Deletes every hour the syncs that exceed the configured age or number, and finds out which records
 * are damaged: the latter in every process, for its health to say so.
 */
export async function startHistoryUpkeep(options: {
  config: Pick<StaticDataConfig, 'history'>;
  /** Recipients of messages in the configuration. */
  recipients: string[];
  store: Pick<StaticDataStore, 'trimHistory'> & {
    sources: Pick<StaticDataStore['sources'], 'list'>;
    ofSource(sourceId: string): {
      history: Pick<StaticDataStore['history'], 'check'>;
    };
  };
  scheduler: SchedulerService;
  logger: LoggerService;
}): Promise<void> {
  const { config, recipients, store, scheduler, logger } = options;
  await scheduleTask(scheduler, {
    id: 'static-data-history-retention',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 1 },
    async fn() {
      const deleted = await store.trimHistory({
        ...config.history,
        recipients,
      });
      if (deleted > 0) {
        logger.info(`Deleted ${deleted} syncs from the history`);
      }
    },
  });
  await scheduleTask(scheduler, {
    id: 'static-data-history-check',
    scope: 'local',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    async fn() {
      for (const { id } of await store.sources.list()) {
        await store.ofSource(id).history.check();
      }
    },
  });
}
