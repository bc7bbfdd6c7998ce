import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_SIGNAL_CHANNEL,
  STATIC_DATA_STEERING_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
  syncIdSchema,
  SyncSignal,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';

const payloadSchema = z.object({ syncId: syncIdSchema });

/**
 * How often, and for how long, the start is signalled: nobody tells the backend which browsers have
 * found it again. SignalClient of @backstage/plugin-signals 0.0.35 tries every 6 seconds.
 */
const START_INTERVAL_MS = 1_000;
const START_PERIOD_MS = 60_000;

/**
 * Signals to browsers that a sync has made progress or ended, or that a source is steered: with an id at most,
 * because every user receives it. Signals the start of the backend too, as a browser misses what happens before
 * it has reconnected.
 */
export async function startSignals(options: {
  events: EventsService;
  lifecycle: LifecycleService;
  signals: SignalsService;
  logger: LoggerService;
}): Promise<void> {
  const { events, lifecycle, signals, logger } = options;
  const publish = (message: SyncSignal) =>
    // The sync that published the event does not wait for this.
    signals
      .publish<SyncSignal>({
        channel: STATIC_DATA_SIGNAL_CHANNEL,
        recipients: { type: 'broadcast' },
        message,
      })
      .catch(error =>
        logger.debug(
          `Could not notify open pages of '${message.type}'; they will see it when they next poll: ${error}`,
        ),
      );

  lifecycle.addShutdownHook(signalStart(publish));
  await events.subscribe({
    id: 'static-data-signals',
    topics: [
      STATIC_DATA_PROGRESS_TOPIC,
      STATIC_DATA_SYNC_TOPIC,
      STATIC_DATA_STEERING_TOPIC,
    ],
    onEvent: async ({ topic, eventPayload }) => {
      if (topic === STATIC_DATA_STEERING_TOPIC) {
        publish({ type: 'source-steered' });
        return;
      }
      const { data } = payloadSchema.safeParse(eventPayload);
      if (!data) {
        return;
      }
      const type =
        topic === STATIC_DATA_SYNC_TOPIC ? 'sync-ended' : 'sync-progress';
      publish({ type, syncId: data.syncId });
    },
  });
}

/** @returns what ends it early */
function signalStart(publish: (message: SyncSignal) => void): () => void {
  const startedAt = new Date().toISOString();
  const timer = setInterval(
    () => publish({ type: 'backend-started', startedAt }),
    START_INTERVAL_MS,
  );
  const end = setTimeout(() => clearInterval(timer), START_PERIOD_MS);
  return () => {
    clearInterval(timer);
    clearTimeout(end);
  };
}
