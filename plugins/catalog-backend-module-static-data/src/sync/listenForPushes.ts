import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  RepositoryHost,
  toRepositoryName,
} from '@internal/plugin-static-data-model';
import {
  RepositorySourceConfig,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { findNewName } from '../source/repositoryUrls';
import { isPushToSource, isSameText, mayChange, Push } from './pushRules';
import { PUSH_TOPICS, readPushes } from './readPushes';

/** How long pushes to repositories of applications wait for others, so that there is one sync for them. */
const WINDOW_SECONDS = 0.5;

/** By the clock of the database, the window may be over a little later than by that of the process. */
const MARGIN_MS = 20;

/** A source whose syncs pushes can trigger. */
export interface PushedSource {
  source: RepositorySourceConfig;
  store: {
    refreshRequests: Pick<
      SourceStore['refreshRequests'],
      'enqueue' | 'enqueuePush'
    >;
    buildFiles: Pick<SourceStore['buildFiles'], 'listOf'>;
    state: Pick<SourceStore['state'], 'get'>;
  };
  /** Starts the requested sync; must not wait for it. */
  onRequested: () => void;
}

/**
 * Requests a sync of each source whenever somebody pushes to its synchronised branch, or a sync of its build
 * files alone when somebody pushes to the repository of one of its applications, on whichever host. While an
 * equal request is queued, further pushes join it, so that a burst of pushes leads to one sync.
 */
export async function listenForPushes(options: {
  sources: PushedSource[];
  /** What is known of hosts. */
  hosts: RepositoryHost[];
  events: EventsService;
  logger: LoggerService;
}): Promise<void> {
  const { sources, hosts, events, logger } = options;
  const requestSync = async (
    push: Push,
    { source, store, onRequested }: PushedSource,
  ) => {
    const { commit, pusher, hostType } = push;
    const triggeredBy = `${hostType}:${pusher}`;
    const renamedTo = findNewName(await store.state.get(), source);
    if (isPushToSource(push, source, renamedTo)) {
      await store.refreshRequests.enqueue({
        syncType: 'PUSH',
        triggeredBy,
        commit,
        dryRun: false,
      });
      onRequested();
      return;
    }
    for (const repository of await listChanged(push, { source, store })) {
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
      for (const push of readPushes(topic, eventPayload, hosts)) {
        for (const source of sources) {
          try {
            await requestSync(push, source);
          } catch (error) {
            logger.warn(
              `Could not request a sync for the push of ${push.commit} by ${push.pusher}; the next scheduled sync picks it up: ${error}`,
            );
          }
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
  { source, store }: Pick<PushedSource, 'source' | 'store'>,
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
