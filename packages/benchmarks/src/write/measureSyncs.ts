import { setTimeout as sleep } from 'node:timers/promises';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';
import catalogModuleStaticData from '@internal/plugin-catalog-backend-module-static-data';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { createCatalogProbe, digestEntities } from '../backend/catalogProbe';
import { createBackend } from '../backend/createBackend';
import { findFreePort } from '../backend/findFreePort';
import { processCatalog } from '../backend/processCatalog';
import { createStoreFactory } from '../backend/createStoreFactory';
import { SYNC_TASKS, TaskList } from '../backend/TaskList';
import { EventLoopMonitor } from '../measure/EventLoopMonitor';
import { findLongestOwnBlock } from '../measure/findLongestOwnBlock';
import { observeProvider, observeStore } from '../measure/observe';
import { sizeOfDatabase } from '../measure/sizeOfDatabase';
import { Span, Timeline } from '../measure/Timeline';
import { createPlainModule, PLAIN_TASK } from '../plain/module';
import { reviseSource } from '../source/writeSource';
import { SyncMeasurement, WriteJob, WriteResult } from './types';

/** After the start, before the first sync. */
const SETTLE_MS = 500;

/** Starts a backend and measures its syncs, one after the other. */
export async function measureSyncs(
  job: Omit<WriteJob, 'resultFile'>,
): Promise<WriteResult> {
  const scheduler = new TaskList();
  let timeline = new Timeline();
  let store: StaticDataStore | undefined;
  let storeDatabase: Knex | undefined;
  let catalogDatabase: Knex | undefined;

  const backend = createBackend({
    config: toConfig(job, await findFreePort()),
    scheduler,
    observeProvider: provider => observeProvider(provider, () => timeline),
  });
  backend.add(catalogPlugin);
  backend.add(
    createCatalogProbe(knex => {
      catalogDatabase = knex;
    }),
  );
  if (job.variant === 'ours') {
    backend.add(
      createStoreFactory((created, knex) => {
        store = created;
        storeDatabase = knex;
        return observeStore(created, () => timeline);
      }),
    );
    backend.add(catalogModuleStaticData);
  } else {
    backend.add(createPlainModule(job.directory));
  }
  await backend.start();
  await sleep(SETTLE_MS);

  const tasks = job.variant === 'ours' ? SYNC_TASKS : [PLAIN_TASK];
  const measure = async (): Promise<SyncMeasurement> => {
    timeline = new Timeline();
    const readSize = async () =>
      storeDatabase ? sizeOfDatabase(storeDatabase) : 0;
    const sizeBefore = await readSize();
    const measured = await measureSync(timeline, async () => {
      for (const task of tasks) {
        await scheduler.triggerTask(task);
      }
    });
    return {
      ...measured,
      phases: store ? await readPhases(store) : [],
      grownBytes: (await readSize()) - sizeBefore,
    };
  };
  const first = await measure();
  await processCatalog(job.database);
  const unchanged = await measure();
  await reviseSource(job.directory, job.entities, 'revised');
  const changed = await measure();
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  const applied = await digestEntities(catalogDatabase!);
  await backend.stop();
  return {
    cases: {
      'first sync': first,
      'unchanged commit': unchanged,
      '1 % changed': changed,
    },
    peakMemory,
    ...applied,
  };
}

async function measureSync(
  timeline: Timeline,
  sync: () => Promise<void>,
): Promise<Omit<SyncMeasurement, 'phases' | 'grownBytes'>> {
  const monitor = new EventLoopMonitor();
  const cpu = process.cpuUsage();
  const start = performance.now();
  timeline.beginPhase('FETCH');
  await sync();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    ms,
    cpuMs: (user + system) / 1000,
    completeMs: sumOf(timeline.storeCalls, 'complete'),
    longestOwnBlock: findLongestOwnBlock(monitor.stop(), timeline),
  };
}

async function readPhases(store: StaticDataStore) {
  const record = await store.history.getLatest();
  if (record?.status !== 'SUCCESS') {
    throw new Error(`The sync did not succeed: ${JSON.stringify(record)}`);
  }
  return record.phases;
}

function sumOf(spans: Span[], name: string): number {
  return spans
    .filter(span => span.name === name)
    .reduce((sum, { start, end }) => sum + end - start, 0);
}

function toConfig(job: Omit<WriteJob, 'resultFile'>, port: number): JsonObject {
  return {
    backend: {
      // A sync asks the catalog what it has.
      baseUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      database: job.database,
    },
    // The sync is measured. What the catalog does with the entities afterwards, it does in between.
    catalog: { processingInterval: false },
    staticData: { directory: job.directory },
  };
}
