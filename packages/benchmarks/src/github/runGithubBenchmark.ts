import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModuleStaticData from '@internal/plugin-catalog-backend-module-static-data';
import { SyncStatus } from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { BenchmarkOptions } from '../arguments';
import { createBackend } from '../backend/createBackend';
import { createStoreFactory } from '../backend/createStoreFactory';
import { createDatabases } from '../backend/databases';
import { SYNC_TASKS, TaskList } from '../backend/TaskList';
import { markdownTable } from '../markdownTable';
import {
  createGithubSource,
  GITHUB_LIMIT,
  GithubSource,
} from './createGithubSource';

/** A ninth of what GitHub takes, so that a sync has to wait. */
const LOW_LIMIT = { requests: 10, seconds: 6 };

/** The requests that a sync may take, by the number of applications. */
const REQUEST_TARGETS = {
  'first sync': (applications: number) => applications / 50 + 20,
  unchanged: (applications: number) => applications / 100 + 5,
  'one build file changed': (applications: number) => applications / 100 + 3,
};

type Case = keyof typeof REQUEST_TARGETS | 'first sync, 100 requests a minute';

interface GithubMeasurement {
  applications: number;
  syncCase: Case;
  ms: number;
  requests: number;
  /** Of the requests. */
  refused: number;
  status: SyncStatus;
}

/**
 * Measures syncs of applications whose build files are on GitHub: the requests they take, and the
 * time, with 60 ms before each answer and GitHub's limit on requests.
 *
 * @returns the report, in Markdown
 */
export async function runGithubBenchmark(
  options: BenchmarkOptions & { onProgress: (line: string) => void },
): Promise<string> {
  const { applications: sizes, onProgress } = options;
  const measurements: GithubMeasurement[] = [];
  for (const applications of sizes) {
    onProgress(`Creating ${applications} repositories`);
    const source = await createGithubSource(applications);
    const record = (measured: Omit<GithubMeasurement, 'applications'>) => {
      measurements.push({ ...measured, applications });
      const { syncCase, ms, requests, refused, status } = measured;
      onProgress(
        `${applications} applications, ${syncCase}: ${status}, ${requests} requests, ${refused} of them refused, ${Math.round(
          ms,
        )} ms`,
      );
    };
    try {
      await measure(source, GITHUB_LIMIT, async sync => {
        record(await sync('first sync'));
        record(await sync('unchanged'));
        await source.changeOne();
        record(await sync('one build file changed'));
      });
      await measure(source, LOW_LIMIT, async sync =>
        record(await sync('first sync, 100 requests a minute')),
      );
    } finally {
      await source.server.stop();
    }
  }
  return createReport(measurements);
}

/** Runs syncs in a backend with an empty database. */
async function measure(
  { server, config }: GithubSource,
  limit: { requests: number; seconds: number },
  run: (
    sync: (syncCase: Case) => Promise<Omit<GithubMeasurement, 'applications'>>,
  ) => Promise<void>,
): Promise<void> {
  const databases = await createDatabases('SQLite', undefined);
  const scheduler = new TaskList();
  let store: StaticDataStore | undefined;
  const backend = createBackend({
    config: {
      backend: {
        baseUrl: 'http://127.0.0.1',
        listen: { host: '127.0.0.1', port: 0 },
        database: databases.config,
      },
      catalog: { processingInterval: false },
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
  await backend.start();
  server.limitRequests(limit);
  try {
    await run(async syncCase => {
      const before = server.requests.length;
      const start = performance.now();
      for (const task of SYNC_TASKS) {
        await scheduler.triggerTask(task);
      }
      const ms = performance.now() - start;
      const requests = server.requests.slice(before);
      const latest = await store?.history.getLatest();
      return {
        syncCase,
        ms,
        requests: requests.length,
        refused: requests.filter(({ status }) => status === 403).length,
        status: latest!.status,
      };
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
      ['applications', 'what', 'outcome', 'requests', 'target', 'refused', 's'],
      measurements.map(
        ({ applications, syncCase, status, requests, refused, ms }) => [
          String(applications),
          syncCase,
          status,
          String(requests),
          syncCase in REQUEST_TARGETS
            ? `≤ ${REQUEST_TARGETS[syncCase as keyof typeof REQUEST_TARGETS](
                applications,
              )}`
            : '',
          String(refused),
          (ms / 1000).toFixed(1),
        ],
      ),
    ),
  ].join('\n\n');
}
