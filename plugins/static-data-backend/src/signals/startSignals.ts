import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_SIGNAL_CHANNEL,
  STATIC_DATA_SYNC_TOPIC,
  SyncSignal,
} from '@internal/plugin-static-data-common';
import { readSignal } from './readSignal';

/** Passes on to browsers that a sync has come further or ended. */
export async function startSignals(options: {
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
}): Promise<void> {
  const { events, signals, logger } = options;
  await events.subscribe({
    id: 'static-data-signals',
    topics: [STATIC_DATA_PROGRESS_TOPIC, STATIC_DATA_SYNC_TOPIC],
    onEvent: async event => {
      const message = readSignal(event);
      if (message) {
        // Whoever published the event may be a sync, which waits for nobody.
        signals
          .publish<SyncSignal>({
            channel: STATIC_DATA_SIGNAL_CHANNEL,
            recipients: { type: 'broadcast' },
            message,
          })
          .catch(error =>
            logger.debug(`Browsers could not be told of a sync: ${error}`),
          );
      }
    },
  });
}
