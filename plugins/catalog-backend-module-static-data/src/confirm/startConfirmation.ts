import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { StaticDataProvider } from '../apply/StaticDataProvider';
import { Redactor } from '../Redactor';
import { CatalogConfirmer } from './CatalogConfirmer';
import {
  CATALOG_CONFLICTS_TOPIC,
  CATALOG_ERRORS_TOPIC,
  readCatalogEvent,
} from './readCatalogEvent';

/** Short, because people wait for entities to arrive. */
const FREQUENCY = { seconds: 10 };

const TIMEOUT = { minutes: 1 };

/** Starts to look up in the catalog what was sent to it, and to note what the catalog refuses. */
export async function startConfirmation(options: {
  store: StaticDataStore;
  catalog: CatalogService;
  auth: AuthService;
  events: EventsService;
  logger: LoggerService;
  scheduler: SchedulerService;
  provider: StaticDataProvider;
  redactor: Redactor;
}): Promise<void> {
  const { events, scheduler } = options;
  const confirmer = new CatalogConfirmer(options);
  await events.subscribe({
    id: 'static-data-confirmation',
    topics: [CATALOG_ERRORS_TOPIC, CATALOG_CONFLICTS_TOPIC],
    onEvent: async event => {
      const refusal = readCatalogEvent(event);
      if (refusal) {
        await confirmer.noteRefusal(refusal.entityRef, refusal.reason);
      }
    },
  });
  await scheduler.scheduleTask({
    id: 'static-data-confirmation',
    scope: 'global',
    frequency: FREQUENCY,
    timeout: TIMEOUT,
    fn: signal => confirmer.run(signal),
  });
}
