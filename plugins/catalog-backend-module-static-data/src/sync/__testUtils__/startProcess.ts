import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  CatalogService,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DEFAULT_SOURCE_ID,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  createStaticDataStore,
  readStaticDataConfig,
  SourceStore,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { StaticDataProvider } from '../../apply/StaticDataProvider';
import { SyncRecorder } from '../../record/SyncRecorder';
import { SyncSpool } from '../../record/SyncSpool';
import { SyncTrigger } from '../../record/completeSync';
import { Redactor } from '../../Redactor';
import { SourceReader } from '../../source/SourceReader';
import { SyncPipeline } from '../SyncPipeline';
import { SyncRunner } from '../SyncRunner';
import { MemorySource } from './MemorySource';

/** One process with the catalog module in it. */
export function startProcess(options: {
  store: SourceStore;
  source: SourceReader;
  applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
  /** By default it shows nothing, and so confirms nothing. */
  catalog?: CatalogService;
  /** What is configured of the source; the source itself is a {@link MemorySource} all the same. */
  staticData?: JsonObject;
  timeoutMs?: number;
  secrets?: string[];
  /** Is created when it is needed. */
  spoolDirectory?: string;
}) {
  const {
    store,
    source,
    applyMutation,
    catalog = catalogServiceMock.mock({
      getEntityFacets: async ({ facets }) => ({
        facets: Object.fromEntries(facets.map(facet => [facet, []])),
      }),
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: entityRefs.map(() => undefined),
      }),
      async *streamEntities() {},
    }),
    staticData = { directory: '/source' },
    timeoutMs = 60_000,
    spoolDirectory = join(tmpdir(), `static-data-spool-${uuid()}`),
  } = options;
  const [config] = readStaticDataConfig(
    new ConfigReader({ staticData }),
  )!.sources;
  const known = { id: store.sourceId, providerId: store.sourceId };
  const provider = new StaticDataProvider(known);
  void provider.connect({ applyMutation, refresh: async () => {} });
  const ended: SyncHistoryRecord[] = [];
  const onProgress = jest.fn();
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const recorder = new SyncRecorder({
    store,
    spool: new SyncSpool(spoolDirectory),
    logger,
    onRecorded: async record => void ended.push(record),
  });
  const runner = new SyncRunner({
    store,
    recorder,
    pipeline: new SyncPipeline({
      config,
      source,
      store,
      known,
      provider,
      catalog,
      auth: mockServices.auth(),
    }),
    configSnapshot: toConfigSnapshot(config),
    timeoutMs,
    redactor: new Redactor(options.secrets ?? []),
    known,
    requests: store.refreshRequests,
    limit: run => run(),
    isPaused: async () => (await store.steering.get()).pause !== null,
    onProgress,
    logger,
  });
  return { runner, recorder, ended, onProgress };
}

/** The store of a source, and that of all. */
export async function createStore(knex: Knex, sourceId = DEFAULT_SOURCE_ID) {
  const all = await createStaticDataStore({ getClient: async () => knex });
  return { all, store: all.ofSource(sourceId) };
}

/** What is configured of a source that is downloaded. */
export const DOWNLOADED = { github: { repo: 'acme/architecture' } };

/** A process, with a database and a source that a test can change. */
export async function setUpProcess(knex: Knex, staticData?: JsonObject) {
  const { all, store } = await createStore(knex);
  const source = new MemorySource();
  const applyMutation = jest.fn(async (_: EntityProviderMutation) => {});
  return {
    knex,
    all,
    store,
    source,
    applyMutation,
    ...startProcess({ store, source, applyMutation, staticData }),
  };
}

/** What triggers a sync on schedule. */
export function scheduled(overrides: Partial<SyncTrigger> = {}): SyncTrigger {
  return { syncId: uuid(), syncType: 'SCHEDULED', dryRun: false, ...overrides };
}
