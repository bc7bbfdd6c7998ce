import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  GithubSourceConfig,
  RefreshRequestStore,
} from '@internal/plugin-static-data-node';
import { z } from 'zod';

/** Backstage publishes GitHub's push events on this topic. */
export const GITHUB_PUSH_TOPIC = 'github.push';

/**
 * Requests a sync whenever somebody pushes to the synchronised branch. While a request is queued,
 * further pushes join it, so that a burst of pushes leads to one sync.
 */
export async function listenForPushes(options: {
  source: GithubSourceConfig;
  store: { refreshRequests: Pick<RefreshRequestStore, 'enqueue'> };
  events: EventsService;
  logger: LoggerService;
  /** Starts the requested sync; must not wait for it. */
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
          `Could not request a sync for the push of ${commit} by ${pusher}; the next scheduled sync picks it up: ${error}`,
        );
      }
    },
  });
}

/** The parts of a push event that say where, what and by whom. */
const pushSchema = z.object({
  ref: z.string(),
  // All zeros if the branch was deleted.
  after: z.string().regex(/^(?!0+$)[0-9a-f]{40,64}$/),
  repository: z.object({ full_name: z.string(), html_url: z.url() }),
  pusher: z.object({
    // It goes into records and logs, so only what GitHub allows as a login is accepted.
    name: z
      .string()
      .regex(/^[\w.-]{1,100}(\[bot\])?$/)
      .catch('unknown'),
  }),
});

/**
 * Reads the payload of a push event, which may come from anybody.
 *
 * @returns who pushed which commit; undefined unless it is a push to the configured branch of the
 * configured repository
 */
export function readPush(
  payload: unknown,
  source: GithubSourceConfig,
): { pusher: string; commit: string } | undefined {
  const { data } = pushSchema.safeParse(payload);
  const isOurs =
    data &&
    data.ref === `refs/heads/${source.branch}` &&
    isSameText(data.repository.full_name, `${source.owner}/${source.name}`) &&
    isSameText(new URL(data.repository.html_url).host, source.host);
  return isOurs ? { pusher: data.pusher.name, commit: data.after } : undefined;
}

/** Hosts and repositories have case-insensitive names. */
function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
