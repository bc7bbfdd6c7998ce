import { setTimeout as sleep } from 'node:timers/promises';
import { createBackendModule } from '@backstage/backend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModuleStaticData from '@internal/plugin-catalog-backend-module-static-data';
import { EventsService, eventsServiceRef } from '@backstage/plugin-events-node';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { BenchmarkOptions } from '../arguments';
import { createBackend } from '../backend/createBackend';
import { createStoreFactory } from '../backend/createStoreFactory';
import { createDatabases } from '../backend/databases';
import { findFreePort } from '../backend/findFreePort';
import { SYNC_TASKS, TaskList } from '../backend/TaskList';
import { markdownTable } from '../markdownTable';
import { MemoryWatch } from '../measure/MemoryWatch';
import { checkOutcome, ExpectedOutcome, OTHER_ENTITIES } from './checkOutcome';
import {
  createGithubSource,
  GITHUB_LIMIT,
  GithubSource,
} from './createGithubSource';

/** A ninth of what GitHub takes, so that a sync has to wait. */
const LOW_LIMIT = { requests: 10, seconds: 6 };

/** So many that their first sync is within the limit of a minute, where each takes requests of its own. */
const REST_APPLICATIONS = 200;

/** The requests that a sync may take, by the number of applications. */
const REQUEST_TARGETS = {
  'first sync': (applications: number) => applications / 50 + 20,
  unchanged: (applications: number) => applications / 100 + 5,
  'one build file changed': (applications: number) => applications / 100 + 3,
  'push to a repository': () => 5,
};

/** The seconds that some may take. */
const TIME_TARGETS: Partial<
  Record<Case, (applications: number) => number | undefined>
> = {
  unchanged: applications => (applications === 10_000 ? 15 : undefined),
  'push to a repository': () => 2,
};

const MEGABYTE = 2 ** 20;

/** How often the store is asked whether a sync has ended. */
const POLL_MS = 50;

/** After which a push counts as unheard. */
const PUSH_TIMEOUT_MS = 60_000;

type Case =
  | keyof typeof REQUEST_TARGETS
  | 'first sync, 100 requests a minute'
  | `${'first sync' | 'unchanged' | 'one build file changed'}, REST`;

interface GithubMeasurement {
  applications: number;
  syncCase: Case;
  ms: number;
  requests: number;
  /** Of the requests. */
  refused: number;
  record: SyncHistoryRecord;
  /** Bytes more than before, at most; those of the server among them. */
  memory: number;
}

type Measured = Omit<GithubMeasurement, 'applications'>;

/** What can be measured in a backend. */
interface Measuring {
  /** A sync as the schedule asks for it. */
  sync(syncCase: Case): Promise<Measured>;
  /** From the event of a push until what it changed is in the store. */
  push(syncCase: Case, payload: object): Promise<Measured>;
}

/**
 * Measures syncs of applications whose build files are on GitHub: the requests they take, and the
 * time, with 60 ms before each answer and GitHub's limit on requests. Fails if a sync has not found
 * everything.
 *
 * @returns the report, in Markdown
 */
export async function runGithubBenchmark(
  options: BenchmarkOptions & { onProgress: (line: string) => void },
): Promise<string> {
  const { applications: sizes, onProgress } = options;
  const measurements: GithubMeasurement[] = [];
  const withSource = async (
    applications: number,
    { isPublic }: { isPublic: boolean },
    run: (context: {
      source: GithubSource;
      all: number;
      keep: (measured: Measured, expected: ExpectedOutcome) => void;
    }) => Promise<void>,
  ) => {
    onProgress(`Creating ${applications} repositories`);
    const source = await createGithubSource(applications, { isPublic });
    try {
      await run({
        source,
        all: applications + OTHER_ENTITIES,
        keep: (measured, expected) => {
          measurements.push({ ...measured, applications });
          const { syncCase, ms, requests, refused, record } = measured;
          onProgress(
            `${applications} applications, ${syncCase}: ${
              record.status
            }, ${requests} requests, ${refused} of them refused, ${Math.round(
              ms,
            )} ms`,
          );
          checkOutcome(record, refused, { ...expected, applications });
        },
      });
    } finally {
      await source.server.stop();
    }
  };

  for (const applications of sizes) {
    await withSource(
      applications,
      { isPublic: false },
      async ({ source, all, keep }) => {
        await measure(source, GITHUB_LIMIT, async ({ sync, push }) => {
          keep(await sync('first sync'), { changed: all, consumers: 0 });
          keep(await sync('unchanged'), { changed: 0, consumers: 0 });
          await source.change(0);
          keep(await sync('one build file changed'), {
            changed: 1,
            consumers: 1,
          });
          const payload = await source.change(1);
          keep(await push('push to a repository', payload), {
            changed: 1,
            consumers: 2,
          });
        });
        await measure(source, LOW_LIMIT, async ({ sync }) =>
          keep(await sync('first sync, 100 requests a minute'), {
            changed: all,
            consumers: 2,
            mayBeRefused: true,
          }),
        );
      },
    );
  }
  await withSource(
    REST_APPLICATIONS,
    { isPublic: true },
    ({ source, all, keep }) =>
      measure(source, GITHUB_LIMIT, async ({ sync }) => {
        keep(await sync('first sync, REST'), { changed: all, consumers: 0 });
        keep(await sync('unchanged, REST'), { changed: 0, consumers: 0 });
        await source.change(0);
        keep(await sync('one build file changed, REST'), {
          changed: 1,
          consumers: 1,
        });
      }),
  );
  return createReport(measurements);
}

/** Runs syncs in a backend with an empty database. */
async function measure(
  { server, config }: GithubSource,
  limit: { requests: number; seconds: number },
  run: (measuring: Measuring) => Promise<void>,
): Promise<void> {
  const databases = await createDatabases('SQLite', undefined);
  const scheduler = new TaskList();
  const port = await findFreePort();
  let store!: StaticDataStore;
  let events!: EventsService;
  const backend = createBackend({
    config: {
      backend: {
        // The catalog is asked what it has.
        baseUrl: `http://127.0.0.1:${port}`,
        listen: { host: '127.0.0.1', port },
        database: databases.config,
      },
      catalog: { processingInterval: false },
      events: { useEventBus: 'never' },
      staticData: { github: config },
    },
    scheduler,
    observeProvider: provider => provider,
  });
  backend.add(catalogPlugin);
  backend.add(
    createStoreFactory(created => {
      store = created;
      return created;
    }),
  );
  backend.add(catalogModuleStaticData);
  backend.add(
    createBackendModule({
      pluginId: 'catalog',
      moduleId: 'benchmark-events',
      register: env =>
        env.registerInit({
          deps: { service: eventsServiceRef },
          init: async ({ service }) => {
            events = service;
          },
        }),
    }),
  );
  await backend.start();
  server.limitRequests(limit);
  const measureCase = async (
    syncCase: Case,
    work: () => Promise<void>,
  ): Promise<Measured> => {
    const before = server.requests.length;
    const memory = new MemoryWatch();
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    const requests = server.requests.slice(before);
    const record = await store.history.getLatest();
    if (!record) {
      throw new Error('There was no sync');
    }
    return {
      syncCase,
      ms,
      requests: requests.length,
      refused: requests.filter(({ status }) => status === 403).length,
      record,
      memory: memory.stop(),
    };
  };
  try {
    await run({
      sync: syncCase =>
        measureCase(syncCase, async () => {
          for (const task of SYNC_TASKS) {
            await scheduler.triggerTask(task);
          }
        }),
      push: async (syncCase, eventPayload) => {
        const before = await store.history.getLatest();
        return measureCase(syncCase, async () => {
          await events.publish({ topic: 'github.push', eventPayload });
          const deadline = performance.now() + PUSH_TIMEOUT_MS;
          while ((await store.history.getLatest())?.id === before?.id) {
            if (performance.now() > deadline) {
              throw new Error('The push was followed by no sync');
            }
            await sleep(POLL_MS);
          }
        });
      },
    });
  } finally {
    await backend.stop();
    await databases.remove();
  }
}

function createReport(measurements: GithubMeasurement[]): string {
  return [
    '## GitHub',
    markdownTable(
      [
        'applications',
        'what',
        'outcome',
        'requests',
        'target',
        'refused',
        's',
        'target',
        'MiB more',
      ],
      measurements.map(
        ({ applications, syncCase, record, requests, refused, ms, memory }) => {
          const timeTarget = TIME_TARGETS[syncCase]?.(applications);
          return [
            String(applications),
            syncCase,
            record.status,
            String(requests),
            syncCase in REQUEST_TARGETS
              ? `≤ ${REQUEST_TARGETS[syncCase as keyof typeof REQUEST_TARGETS](
                  applications,
                )}`
              : '',
            String(refused),
            (ms / 1000).toFixed(1),
            timeTarget === undefined ? '' : `≤ ${timeTarget}`,
            (memory / MEGABYTE).toFixed(0),
          ];
        },
      ),
    ),
  ].join('\n\n');
}
