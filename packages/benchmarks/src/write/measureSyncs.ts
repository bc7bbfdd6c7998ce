import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';
import catalogModuleStaticData from '@internal/plugin-catalog-backend-module-static-data';
import {
  DatabaseStaticDataStore,
  StaticDataStore,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { createBackend } from '../backend/createBackend';
import { TaskList } from '../backend/TaskList';
import { EventLoopMonitor } from '../measure/EventLoopMonitor';
import { findLongestOwnBlock } from '../measure/findLongestOwnBlock';
import { observeProvider, observeStore } from '../measure/observe';
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
  let catalogDatabase: Knex | undefined;

  const backend = createBackend({
    config: toConfig(job),
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
      createStoreFactory(created => {
        store = created;
        return observeStore(created, () => timeline);
      }),
    );
    backend.add(catalogModuleStaticData);
  } else {
    backend.add(createPlainModule(job.directory));
  }
  await backend.start();
  await sleep(SETTLE_MS);

  const task = job.variant === 'ours' ? 'static-data-sync' : PLAIN_TASK;
  const measure = async (): Promise<SyncMeasurement> => {
    timeline = new Timeline();
    const measured = await measureSync(timeline, () =>
      scheduler.triggerTask(task),
    );
    return { ...measured, steps: store ? await readSteps(store) : [] };
  };
  const first = await measure();
  const unchanged = await measure();
  await reviseSource(job.directory, job.entities, 'revised');
  const changed = await measure();
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  const applied = await digestEntities(catalogDatabase!);
  await backend.stop();
  return {
    phases: {
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
): Promise<Omit<SyncMeasurement, 'steps'>> {
  const monitor = new EventLoopMonitor();
  const cpu = process.cpuUsage();
  const start = performance.now();
  timeline.beginStep('FETCH');
  await sync();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    ms,
    cpuMs: (user + system) / 1000,
    mutationMs: Object.values(sumByName(timeline.mutations))[0] ?? 0,
    storeMs: sumByName(timeline.storeCalls),
    longestOwnBlock: findLongestOwnBlock(monitor.stop(), timeline),
  };
}

async function readSteps(store: StaticDataStore) {
  const record = await store.history.getLatest();
  if (record?.status !== 'SUCCESS') {
    throw new Error(`The sync did not succeed: ${JSON.stringify(record)}`);
  }
  return record.steps;
}

function sumByName(spans: Span[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, start, end } of spans) {
    sums[name] = (sums[name] ?? 0) + end - start;
  }
  return sums;
}

/** Tells what the catalog was told of, by the hashes that it keeps of entities. */
async function digestEntities(
  knex: Knex,
): Promise<{ entities: number; digest: string }> {
  const rows = await knex<{ entity_ref: string; unprocessed_hash: string }>(
    'refresh_state',
  ).select('entity_ref', 'unprocessed_hash');
  const lines = rows.map(row => `${row.entity_ref} ${row.unprocessed_hash}\n`);
  const digest = createHash('sha256').update(lines.sort().join(''));
  return { entities: lines.length, digest: digest.digest('hex') };
}

function toConfig(job: Omit<WriteJob, 'resultFile'>): JsonObject {
  return {
    backend: {
      baseUrl: 'http://127.0.0.1',
      listen: { host: '127.0.0.1', port: 0 },
      database: job.database,
    },
    // The sync is measured, not what the catalog does with the entities afterwards.
    catalog: { processingInterval: false },
    staticData: { directory: job.directory },
  };
}

function createCatalogProbe(onDatabase: (knex: Knex) => void): BackendFeature {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'benchmark-probe',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          onDatabase(await database.getClient());
        },
      });
    },
  });
}

function createStoreFactory(
  observe: (store: StaticDataStore) => StaticDataStore,
) {
  return createServiceFactory({
    service: staticDataStoreServiceRef,
    deps: {
      config: coreServices.rootConfig,
      logger: coreServices.rootLogger,
      lifecycle: coreServices.rootLifecycle,
    },
    async factory({ config, logger, lifecycle }) {
      const database = DatabaseManager.fromConfig(config, {
        rootLogger: logger,
        rootLifecycle: lifecycle,
      }).forPlugin('static-data', { logger, lifecycle });
      return observe(await DatabaseStaticDataStore.create(database));
    },
  });
}
