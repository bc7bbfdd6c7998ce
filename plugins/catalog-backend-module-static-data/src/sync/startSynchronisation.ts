import { LoggerService } from '@backstage/backend-plugin-api';
import {
  DEFAULT_SOURCE_ID,
  STATIC_DATA_REFRESH_TOPIC,
  STATIC_DATA_STEERING_TOPIC,
  syncIdSchema,
} from '@internal/plugin-static-data-common';
import {
  KnownSource,
  SourceStore,
  StaticDataConfig,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import pLimit from 'p-limit';
import { z } from 'zod';
import { StaticDataProvider } from '../apply/StaticDataProvider';
import { SourceReader } from '../source/SourceReader';
import { listenForPushes, PushedSource } from './listenForPushes';
import { requestReferringSyncs } from './requestReferringSyncs';
import {
  SharedOptions,
  StartedSource,
  startRelease,
  startSource,
} from './startSource';
import { SyncPipelineOptions } from './SyncPipeline';

/** Syncs of different sources that run in one process at the same time. */
const MAX_SYNCS = 2;

const requestedSchema = z.object({ source: z.string() });

const cancelSchema = z.object({
  type: z.literal('CANCEL'),
  syncId: syncIdSchema,
});

/** A source that the catalog has a provider for. */
export interface ProvidedSource {
  known: KnownSource;
  provider: StaticDataProvider;
  store: SourceStore;
}

/** The syncs of all sources, which have started to run as they are triggered. */
export interface Synchronisation {
  sources: Array<
    ProvidedSource & { config: SyncSourceConfig; source: SourceReader }
  >;
  /** Whether this process runs a sync, or has one waiting. */
  isSyncing: () => boolean;
}

/** Creates what runs the syncs of all sources, and connects it with what triggers them. */
export async function startSynchronisation(
  options: Omit<SharedOptions, 'limit'> &
    Pick<SyncPipelineOptions, 'catalog' | 'auth'> & {
      staticDataConfig: StaticDataConfig;
      configured: Array<ProvidedSource & { config: SyncSourceConfig }>;
      /** They have left the configuration. */
      left: ProvidedSource[];
      createReader: (config: SyncSourceConfig) => SourceReader;
    },
): Promise<Synchronisation> {
  const { configured, left, events, logger, createReader } = options;
  await options.spool.check();
  const limit = pLimit(MAX_SYNCS);
  const isScheduled = ({ config }: (typeof configured)[number]) =>
    config.schedule.frequency.frequency !== undefined;
  const stores = configured.filter(isScheduled).map(({ store }) => store);
  const started: StartedSource[] = [];
  const pushed: PushedSource[] = [];
  const sources: Synchronisation['sources'] = [];
  for (const each of configured) {
    const reader = createReader(each.config);
    sources.push({ ...each, source: reader });
    const source = await startSource({
      ...options,
      ...each,
      limit,
      logger: loggerOf(each.known, logger),
      source: reader,
      requestReferring: record =>
        requestReferringSyncs(record, { stores, logger }),
    });
    started.push(source);
    const { source: place } = each.config;
    if (place.type !== 'directory' && isScheduled(each)) {
      pushed.push({
        source: place,
        store: each.store,
        onRequested: source.triggerRequested,
      });
    }
  }
  for (const each of left) {
    started.push(
      await startRelease({
        ...options,
        ...each,
        limit,
        logger: loggerOf(each.known, logger),
      }),
    );
  }
  // One subscription for all sources: each is a request that waits, where events are shared by processes.
  await events.subscribe({
    id: 'static-data-refresh-worker',
    topics: [STATIC_DATA_REFRESH_TOPIC, STATIC_DATA_STEERING_TOPIC],
    onEvent: async ({ topic, eventPayload }) => {
      if (topic === STATIC_DATA_REFRESH_TOPIC) {
        const { data } = requestedSchema.safeParse(eventPayload);
        started
          .filter(({ sourceId }) => sourceId === data?.source)
          .forEach(({ triggerRequested }) => triggerRequested());
        return;
      }
      const { data } = cancelSchema.safeParse(eventPayload);
      if (data) {
        started.forEach(({ checkCancelled }) => checkCancelled(data.syncId));
      }
    },
  });
  if (pushed.length > 0) {
    // All sources know the same hosts, whatever they may read there.
    const [{ source: reader }] = sources;
    await listenForPushes({
      sources: pushed,
      hosts: reader.hosts,
      events,
      logger,
    });
  }
  return {
    sources,
    isSyncing: () => limit.activeCount + limit.pendingCount > 0,
  };
}

function loggerOf({ id }: KnownSource, logger: LoggerService): LoggerService {
  return id === DEFAULT_SOURCE_ID ? logger : logger.child({ source: id });
}
