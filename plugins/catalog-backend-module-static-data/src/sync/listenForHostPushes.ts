import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  HostedSourceConfig,
  RefreshRequestStore,
} from '@internal/plugin-static-data-node';
import { pushTopicOf, readHostPush } from './readHostPush';

/**
 * Requests a sync whenever somebody pushes to the synchronised branch on another host than GitHub. While
 * a request is queued, further pushes join it.
 */
export async function listenForHostPushes(options: {
  source: HostedSourceConfig;
  store: { refreshRequests: Pick<RefreshRequestStore, 'enqueue'> };
  events: EventsService;
  logger: LoggerService;
  /** Starts the requested sync; must not wait for it. */
  onRequested: () => void;
}): Promise<void> {
  const { source, store, events, logger, onRequested } = options;
  await events.subscribe({
    id: 'static-data-host-push',
    topics: [pushTopicOf(source)],
    onEvent: async ({ eventPayload }) => {
      const push = readHostPush(eventPayload, source);
      if (!push) {
        return;
      }
      const { pusher, commit } = push;
      try {
        await store.refreshRequests.enqueue({
          syncType: 'PUSH',
          triggeredBy: `${source.type}:${pusher}`,
          commit,
          dryRun: false,
        });
        onRequested();
      } catch (error) {
        logger.warn(
          `Could not request a sync for the push of ${commit} by ${pusher}; the next scheduled sync picks it up: ${error}`,
        );
      }
    },
  });
}
