import { LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { EventsService } from '@backstage/plugin-events-node';
import {
  STATIC_DATA_SYNC_TOPIC,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import { SyncHistoryStore } from '@internal/plugin-static-data-node';
import { z } from 'zod';
import { measureSync } from './measureSync';
import { METRICS, PHASE_DURATION_BUCKETS } from './metrics';

const payloadSchema = z.object({ syncId: syncIdSchema });

/** Counts every sync that ends, in one of the replicas. */
export async function countSyncs(options: {
  metrics: MetricsService;
  store: { history: Pick<SyncHistoryStore, 'get'> };
  events: EventsService;
  logger: LoggerService;
}): Promise<void> {
  const { metrics, store, events, logger } = options;
  const syncs = metrics.createCounter(
    METRICS.syncs.name,
    METRICS.syncs.options,
  );
  const changes = metrics.createCounter(
    METRICS.changes.name,
    METRICS.changes.options,
  );
  const phaseDuration = metrics.createHistogram(METRICS.phaseDuration.name, {
    ...METRICS.phaseDuration.options,
    advice: { explicitBucketBoundaries: PHASE_DURATION_BUCKETS },
  });

  async function count(syncId: string): Promise<void> {
    const record = await store.history.get(syncId);
    const measurements = record && measureSync(record);
    if (!measurements) {
      return;
    }
    syncs.add(1, measurements.sync);
    for (const { phase, seconds } of measurements.phases) {
      phaseDuration.record(seconds, { phase });
    }
    for (const { change, count: number } of measurements.changes) {
      changes.add(number, { change });
    }
  }

  await events.subscribe({
    id: 'static-data-metrics',
    topics: [STATIC_DATA_SYNC_TOPIC],
    onEvent: async ({ eventPayload }) => {
      const { data } = payloadSchema.safeParse(eventPayload);
      if (data) {
        // The sync that has ended does not wait for it.
        count(data.syncId).catch(error =>
          logger.warn(
            `Sync ${data.syncId} is missing in the metrics: ${error}`,
          ),
        );
      }
    },
  });
}
