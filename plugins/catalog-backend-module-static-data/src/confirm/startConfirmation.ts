import { SchedulerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { untilAborted } from '@internal/plugin-static-data-model';
import {
  KnownSource,
  scheduleTask,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { CatalogConfirmer, CatalogConfirmerOptions } from './CatalogConfirmer';
import { createRefusalRecorder } from './createRefusalRecorder';
import {
  CATALOG_CONFLICTS_TOPIC,
  CATALOG_ERRORS_TOPIC,
  readCatalogEvent,
} from './readCatalogEvent';

type OfSource = 'store' | 'known' | 'provider';

/** Starts to look up in the catalog what was sent to it, and to note what the catalog refuses. */
export async function startConfirmation(
  options: Omit<CatalogConfirmerOptions, OfSource> & {
    sources: Array<
      Pick<CatalogConfirmerOptions, OfSource> & { known: KnownSource }
    >;
    confirmations: StaticDataStore['confirmations'];
    events: EventsService;
    scheduler: SchedulerService;
  },
): Promise<void> {
  const { sources, events, scheduler } = options;
  const confirmers = sources.map(
    source => new CatalogConfirmer({ ...options, ...source }),
  );
  const noteRefusal = createRefusalRecorder(options);
  await events.subscribe({
    id: 'static-data-confirmation',
    topics: [CATALOG_ERRORS_TOPIC, CATALOG_CONFLICTS_TOPIC],
    onEvent: async event => {
      const refusal = readCatalogEvent(event);
      if (refusal) {
        await noteRefusal(refusal);
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
    fn: signal =>
      untilAborted(signal, async () => {
        const failed: unknown[] = [];
        for (const confirmer of [...confirmers]) {
          // By turns, in case there is not time enough for all.
          confirmers.push(confirmers.shift()!);
          await confirmer.run(signal).catch(error => failed.push(error));
        }
        if (failed.length > 0) {
          throw failed[0];
        }
      }),
  });
}
