import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_SIGNAL_CHANNEL,
  STATIC_DATA_SYNC_TOPIC,
  syncIdSchema,
  SyncSignal,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';

const payloadSchema = z.object({ syncId: syncIdSchema });

/**
 * Signals to browsers that a sync has made progress or ended: with its id only, because every
 * user receives it.
 */
export async function startSignals(options: {
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
}): Promise<void> {
  const { events, signals, logger } = options;
  await events.subscribe({
    id: 'static-data-signals',
    topics: [STATIC_DATA_PROGRESS_TOPIC, STATIC_DATA_SYNC_TOPIC],
    onEvent: async ({ topic, eventPayload }) => {
      const { data } = payloadSchema.safeParse(eventPayload);
      if (!data) {
        return;
      }
      const type =
        topic === STATIC_DATA_SYNC_TOPIC ? 'sync-ended' : 'sync-progress';
      // The sync that published the event does not wait for this.
      signals
        .publish<SyncSignal>({
          channel: STATIC_DATA_SIGNAL_CHANNEL,
          recipients: { type: 'broadcast' },
          message: { type, syncId: data.syncId },
        })
        .catch(error =>
          logger.debug(
            `Could not notify open pages of '${type}'; they will see it when they next poll: ${error}`,
          ),
        );
    },
  });
}
