import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { toRepositoryName } from '@internal/plugin-static-data-model';
import {
  RepositorySourceConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { isPushToSource, isSameText, mayChange, Push } from './pushRules';
import { PUSH_TOPICS, readPushes } from './readPushes';

/** How long pushes to repositories of applications wait for others, so that there is one sync for them. */
const WINDOW_SECONDS = 0.5;

/** By the clock of the database, the window may be over a little later than by that of the process. */
const MARGIN_MS = 20;

/**
 * Requests a sync whenever somebody pushes to the synchronised branch, or a sync of its build files
 * alone when somebody pushes to the repository of an application, on whichever host. While an equal request is
 * queued, further pushes join it, so that a burst of pushes leads to one sync.
 */
export async function listenForPushes(options: {
  source: RepositorySourceConfig;
  store: {
    refreshRequests: Pick<
      StaticDataStore['refreshRequests'],
      'enqueue' | 'enqueuePush'
    >;
    buildFiles: Pick<StaticDataStore['buildFiles'], 'listOf'>;
  };
  events: EventsService;
  logger: LoggerService;
  /** Starts the requested sync; must not wait for it. */
  onRequested: () => void;
}): Promise<void> {
  const { source, store, events, logger, onRequested } = options;
  const requestSync = async (push: Push) => {
    const { commit, pusher, hostType } = push;
    const triggeredBy = `${hostType}:${pusher}`;
    if (isPushToSource(push, source)) {
      await store.refreshRequests.enqueue({
        syncType: 'PUSH',
        triggeredBy,
        commit,
        dryRun: false,
      });
      onRequested();
      return;
    }
    for (const repository of await listChanged(push, options)) {
      await store.refreshRequests.enqueuePush(
        { repository, commit, pushedBy: triggeredBy },
        WINDOW_SECONDS,
      );
      setTimeout(onRequested, WINDOW_SECONDS * 1_000 + MARGIN_MS).unref();
    }
  };
  await events.subscribe({
    id: 'static-data-push',
    topics: PUSH_TOPICS,
    onEvent: async ({ topic, eventPayload }) => {
      for (const push of readPushes(topic, eventPayload)) {
        try {
          await requestSync(push);
        } catch (error) {
          logger.warn(
            `Could not request a sync for the push of ${push.commit} by ${push.pusher}; the next scheduled sync picks it up: ${error}`,
          );
        }
      }
    },
  });
}

/**
 * The repositories of applications whose build files a push may have changed: one, unless applications
 * write its name in several ways. Only what the last sync knows of counts: the event may come from
 * anybody.
 */
async function listChanged(
  push: Push,
  {
    source,
    store,
  }: Pick<Parameters<typeof listenForPushes>[0], 'source' | 'store'>,
): Promise<Set<string>> {
  const { host, repository } = push;
  const isOwnHost = isSameText(host, source.host);
  const name = isOwnHost ? repository : `${host}/${repository}`;
  const entries = await store.buildFiles.listOf(name);
  return new Set(
    entries
      .filter(
        entry =>
          [toRepositoryName(entry.address), entry.renamedTo ?? ''].some(each =>
            isSameText(each, name),
          ) && mayChange(push, entry),
      )
      .map(({ address }) => toRepositoryName(address)),
  );
}
