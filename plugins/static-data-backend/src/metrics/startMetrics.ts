import { LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { EventsService } from '@backstage/plugin-events-node';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { countSyncs } from './countSyncs';
import { observeState } from './observeState';

/** Has syncs counted, and the state of the synchronisation observed. */
export async function startMetrics(options: {
  metrics: MetricsService;
  store: Pick<
    StaticDataStore,
    'history' | 'snapshot' | 'heldRemovals' | 'state' | 'refreshRequests'
  >;
  events: EventsService;
  logger: LoggerService;
}): Promise<void> {
  observeState(options);
  await countSyncs(options);
}
