import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  CatalogService,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { EventParams, EventsService } from '@backstage/plugin-events-node';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { Redeliverer } from '../redeliver/Redeliverer';
import { CatalogConfirmer } from './CatalogConfirmer';
import {
  CATALOG_CONFLICTS_TOPIC,
  CATALOG_ERRORS_TOPIC,
  readCatalogEvent,
} from './readCatalogEvent';
import { toSafeReason } from './toSafeReason';

/** Whoever waits for an entity sees soon that it has arrived. */
const FREQUENCY = { seconds: 10 };

const TIMEOUT = { minutes: 1 };

/** Lets what is sent to the catalog be looked up there, and what the catalog reports be noted. */
export async function startConfirmation(options: {
  store: StaticDataStore;
  catalog: CatalogService;
  auth: AuthService;
  events: EventsService;
  logger: LoggerService;
  scheduler: SchedulerService;
  applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
  /** Texts that must not get into reasons. */
  secrets: string[];
}): Promise<void> {
  const { store, events, logger, scheduler, secrets } = options;
  const confirmer = new CatalogConfirmer({
    ...options,
    redeliverer: new Redeliverer(options),
  });
  await events.subscribe({
    id: 'static-data-confirmation',
    topics: [CATALOG_ERRORS_TOPIC, CATALOG_CONFLICTS_TOPIC],
    onEvent: event => noteRefusal(event),
  });
  await scheduler.scheduleTask({
    id: 'static-data-confirmation',
    scope: 'global',
    frequency: FREQUENCY,
    timeout: TIMEOUT,
    fn: signal => confirmer.run(signal),
  });

  async function noteRefusal(event: EventParams): Promise<void> {
    const refusal = readCatalogEvent(event);
    if (!refusal) {
      return;
    }
    try {
      await store.confirmations.noteError(
        refusal.entityRef,
        toSafeReason(refusal.reason, secrets),
      );
    } catch (error) {
      // The catalog reports it again.
      logger.warn(
        `What the catalog reported about ${refusal.entityRef} could not be noted: ${error}`,
      );
    }
  }
}
