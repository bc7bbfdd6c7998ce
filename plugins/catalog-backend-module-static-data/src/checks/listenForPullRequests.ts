import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  RepositorySourceConfig,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { findNewName } from '../source/repositoryUrls';
import { isOfSource } from '../sync/pushRules';
import { PULL_REQUEST_TOPICS, readPullRequest } from './readPullRequests';

/** A source whose pull requests are checked. */
export interface CheckedSource {
  source: RepositorySourceConfig;
  /** Also those from forks. */
  forks: boolean;
  store: {
    pullRequests: Pick<SourceStore['pullRequests'], 'note' | 'forget'>;
    state: Pick<SourceStore['state'], 'get'>;
  };
  /** Something may be due, or in vain; must not wait for it. */
  onNoted: () => void;
}

/** Notes what hosts say of pull requests against the branches of sources. */
export async function listenForPullRequests(options: {
  sources: CheckedSource[];
  events: EventsService;
  logger: LoggerService;
}): Promise<void> {
  const { sources, events, logger } = options;
  await events.subscribe({
    id: 'static-data-pull-request',
    topics: PULL_REQUEST_TOPICS,
    onEvent: async ({ topic, eventPayload }) => {
      const event = readPullRequest(topic, eventPayload);
      if (!event) {
        return;
      }
      const { number, head, target, isFork } = event.pullRequest;
      for (const { source, forks, store, onNoted } of sources) {
        try {
          const renamedTo = findNewName(await store.state.get(), source);
          if (isOfSource(event, source, renamedTo) && (forks || !isFork)) {
            const { pullRequests } = store;
            if (target === source.branch) {
              await pullRequests.note(event.pullRequest);
            } else {
              // It may have been against the branch before.
              await pullRequests.forget(event.pullRequest);
            }
            onNoted();
          }
        } catch (error) {
          logger.warn(
            `Could not note pull request ${number} at ${head}; its next event is noted again: ${error}`,
          );
        }
      }
    },
  });
}
