import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  GithubSourceConfig,
  RefreshRequestStore,
} from '@internal/plugin-static-data-node';
import { readPush } from './readPush';

/** Topic of the events in which Backstage passes on what GitHub tells of pushes. */
export const GITHUB_PUSH_TOPIC = 'github.push';

/**
 * Requests a sync whenever somebody pushes to the branch that is synchronised. Pushes that come
 * while one is queued join it, so that a storm of them is one sync.
 */
export async function listenForPushes(options: {
  source: GithubSourceConfig;
  store: { refreshRequests: Pick<RefreshRequestStore, 'enqueue'> };
  events: EventsService;
  logger: LoggerService;
  /** Has the requests attended to; must not wait for a sync. */
  onRequested: () => void;
}): Promise<void> {
  const { source, store, events, logger, onRequested } = options;
  await events.subscribe({
    id: 'static-data-push',
    topics: [GITHUB_PUSH_TOPIC],
    onEvent: async ({ eventPayload }) => {
      const push = readPush(eventPayload, source);
      if (!push) {
        return;
      }
      const { pusher, commit } = push;
      try {
        await store.refreshRequests.enqueue({
          syncType: 'PUSH',
          triggeredBy: `github:${pusher}`,
          commit,
          dryRun: false,
        });
        onRequested();
      } catch (error) {
        logger.warn(
          `The push of ${commit} by ${pusher} starts no sync, the next scheduled one brings it: ${error}`,
        );
      }
    },
  });
}
