import { SchedulerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { untilAborted } from '@internal/plugin-static-data-model';
import { scheduleTask } from '@internal/plugin-static-data-node';
import { CatalogConfirmer, CatalogConfirmerOptions } from './CatalogConfirmer';
import {
  CATALOG_CONFLICTS_TOPIC,
  CATALOG_ERRORS_TOPIC,
  readCatalogEvent,
} from './readCatalogEvent';

/** Starts to look up in the catalog what was sent to it, and to note what the catalog refuses. */
export async function startConfirmation(
  options: CatalogConfirmerOptions & {
    events: EventsService;
    scheduler: SchedulerService;
  },
): Promise<void> {
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
  await scheduleTask(scheduler, {
    id: 'static-data-confirmation',
    scope: 'global',
    // Short, because people wait for entities to arrive.
    frequency: { seconds: 10 },
    timeout: { minutes: 1 },
    // Else a catalog that does not answer would keep the task from running again.
    fn: signal => untilAborted(signal, () => confirmer.run(signal)),
  });
}
