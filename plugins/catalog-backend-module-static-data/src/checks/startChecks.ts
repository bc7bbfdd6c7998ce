import {
  AuthService,
  LifecycleService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { scheduleTask } from '@internal/plugin-static-data-node';
import pLimit from 'p-limit';
import { Redactor } from '../Redactor';
import { toCredentialsKey } from '../source/github/GithubArchitectureReader';
import { CatalogReferences } from '../sync/CatalogReferences';
import { Synchronisation } from '../sync/startSynchronisation';
import { CheckedSource, listenForPullRequests } from './listenForPullRequests';
import { PullRequestPreviewer } from './previewPullRequest';
import { PullRequestChecker } from './PullRequestChecker';

/** A pull request waits no longer than this if its event went to another process, or was lost. */
const POLL_INTERVAL = { seconds: 5 };

/** Longer than the scheduler waits for a run that goes through many pull requests. */
const POLL_TIMEOUT = { hours: 1 };

/** Starts the checks of pull requests, of the sources that have them switched on. */
export async function startChecks(
  options: Synchronisation & {
    rootConfig: RootConfigService;
    catalog: CatalogService;
    auth: AuthService;
    events: EventsService;
    lifecycle: LifecycleService;
    scheduler: SchedulerService;
    redactor: Redactor;
    logger: LoggerService;
  },
): Promise<void> {
  const { sources, rootConfig, events, lifecycle, scheduler, logger } = options;
  const limit = pLimit(1);
  const appBaseUrl = rootConfig.getOptionalString('app.baseUrl');
  const checked: CheckedSource[] = [];
  const checkers: PullRequestChecker[] = [];
  for (const each of sources) {
    const { config, store, source: reader } = each;
    const { source, checks } = config;
    const host = reader.pullRequests;
    if (!checks.enabled) {
      // Nobody would hear of them any more: not even that they are closed.
      await store.pullRequests.forgetOthers();
      continue;
    }
    if (source.type === 'directory' || !host) {
      logger.warn(
        `The pull requests of the source '${config.id}' are not checked, although 'checks.enabled' says so: that is supported on GitHub and GitLab only`,
      );
      continue;
    }
    await store.pullRequests.forgetOthers({
      target: source.branch,
      forks: checks.forks,
    });
    if (!appBaseUrl) {
      logger.warn(
        `Checks of pull requests have no link to their page: set 'app.baseUrl'`,
      );
    }
    const credentialsKey =
      source.type === 'github'
        ? toCredentialsKey(source)
        : `integrations.${source.type}`;
    const common = { ...options, ...each, host, appBaseUrl, credentialsKey };
    const checker = new PullRequestChecker({
      ...common,
      limit,
      previewer: new PullRequestPreviewer({
        ...common,
        hostType: source.type,
        catalogReferences: new CatalogReferences(common),
      }),
    });
    checkers.push(checker);
    const run = (work: Promise<void>) =>
      void work.catch(error =>
        logger.error(
          'Could not check pull requests; trying again in a few seconds',
          error,
        ),
      );
    checked.push({
      source,
      forks: checks.forks,
      store,
      onNoted: () => {
        run(checker.cancelSuperseded());
        run(checker.checkDue());
      },
    });
  }
  if (checkers.length === 0) {
    return;
  }
  lifecycle.addShutdownHook(async () => {
    await Promise.all(checkers.map(checker => checker.stop()));
  });
  await listenForPullRequests({ sources: checked, events, logger });
  await scheduleTask(scheduler, {
    id: 'static-data-checks',
    scope: 'local',
    frequency: POLL_INTERVAL,
    timeout: POLL_TIMEOUT,
    fn: async () => {
      await Promise.all(checkers.map(checker => checker.checkDue()));
    },
  });
}
