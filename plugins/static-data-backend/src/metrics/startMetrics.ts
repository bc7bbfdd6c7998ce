import { LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { EventsService } from '@backstage/plugin-events-node';
import {
  SENT_CHANGE_TYPES,
  STATIC_DATA_SYNC_TOPIC,
  SYNC_FINDING_CODES,
  SYNC_RESULTS,
  SYNC_TYPES,
  SyncFindingCode,
  SyncHistoryRecord,
  syncIdSchema,
  SyncResult,
  SyncType,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import {
  readSteering,
  SourceStore,
  StaticDataConfig,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import uniq from 'lodash/uniq';
import { z } from 'zod';
import { METRICS, PHASE_DURATION_BUCKETS, STEERED_STATES } from './metrics';

type Metric = (typeof METRICS)[keyof typeof METRICS];
type MetricAttributes = Record<string, string>;

const payloadSchema = z.object({ syncId: syncIdSchema });

type MeasuredSource = Pick<
  StaticDataConfig['sources'][number],
  'id' | 'schedule'
>;

interface MetricsOptions {
  config: { sources: MeasuredSource[] };
  metrics: MetricsService;
  store: Pick<StaticDataStore, 'history' | 'ofSource'>;
  events: EventsService;
  logger: LoggerService;
}

/**
 * Counts every sync that ends, in the replica that receives the event, and exposes the state of the
 * configured sources as gauges.
 */
export async function startMetrics(options: MetricsOptions): Promise<void> {
  observeState(options);
  const { config, metrics, store, events, logger } = options;
  const syncs = metrics.createCounter(METRICS.syncs.name, METRICS.syncs);
  const errors = metrics.createCounter(METRICS.errors.name, METRICS.errors);
  const changes = metrics.createCounter(METRICS.changes.name, METRICS.changes);
  const phaseDuration = metrics.createHistogram(METRICS.phaseDuration.name, {
    ...METRICS.phaseDuration,
    advice: { explicitBucketBoundaries: PHASE_DURATION_BUCKETS },
  });

  // A counter that does not exist before its first failure has never risen, so no alert sees it.
  for (const { id: source } of config.sources) {
    for (const outcome of SYNC_RESULTS) {
      for (const trigger of SYNC_TYPES) {
        syncs.add(0, { source, ...toSyncAttributes(outcome, trigger) });
      }
    }
    for (const code of SYNC_FINDING_CODES) {
      errors.add(0, { source, ...toCodeAttributes(code) });
    }
    for (const change of SENT_CHANGE_TYPES) {
      changes.add(0, { source, change });
    }
  }

  async function count(syncId: string): Promise<void> {
    const record = await store.history.get(syncId);
    const measurements = record && measureSync(record);
    if (!measurements) {
      return;
    }
    const { source } = record;
    syncs.add(1, { source, ...measurements.sync });
    for (const { phase, seconds } of measurements.phases) {
      phaseDuration.record(seconds, { source, phase });
    }
    for (const attributes of measurements.errors) {
      errors.add(1, { source, ...attributes });
    }
    for (const { change, count: number } of measurements.changes) {
      changes.add(number, { source, change });
    }
  }

  await events.subscribe({
    id: 'static-data-metrics',
    topics: [STATIC_DATA_SYNC_TOPIC],
    onEvent: async ({ eventPayload }) => {
      const { data } = payloadSchema.safeParse(eventPayload);
      if (data) {
        // The sync that has ended does not wait for this.
        count(data.syncId).catch(error =>
          logger.warn(
            `Could not read sync ${data.syncId}, so the metrics do not include it: ${error}`,
          ),
        );
      }
    },
  });
}

/** The measurements of a sync; undefined for a dry run, which is not counted. */
export function measureSync(record: SyncHistoryRecord) {
  const { syncType, phases, stats, dryRun, errors = [] } = record;
  if (dryRun) {
    return undefined;
  }
  const result = toSyncResult(record);
  return {
    sync: toSyncAttributes(result, syncType),
    phases: phases.map(({ phase, durationMs }) => ({
      phase: phase.toLowerCase(),
      seconds: durationMs / 1000,
    })),
    errors:
      result === 'CANCELLED'
        ? []
        : uniq(errors.map(({ code }) => code)).map(toCodeAttributes),
    changes: [
      { change: 'added', count: stats.entitiesAdded },
      { change: 'updated', count: stats.entitiesUpdated },
      { change: 'removed', count: stats.entitiesRemoved },
    ].filter(({ count }) => count > 0),
  };
}

function toSyncAttributes(result: SyncResult, syncType: SyncType) {
  return { outcome: result.toLowerCase(), trigger: syncType.toLowerCase() };
}

function toCodeAttributes(code: SyncFindingCode) {
  return { code: code.toLowerCase() };
}

/**
 * Reads the state of the configured sources whenever metrics are collected. A value that cannot be
 * read is left out.
 */
export function observeState(
  options: Omit<MetricsOptions, 'events' | 'store'> & {
    store: Pick<StaticDataStore, 'ofSource'>;
    now?: () => number;
  },
): void {
  const { config, metrics, store, logger, now = Date.now } = options;

  function observe(
    gauge: Extract<Metric, { type: 'gauge' }>,
    read: (
      source: SourceStore,
      observeValue: (value: number, attributes?: MetricAttributes) => void,
      configured: MeasuredSource,
    ) => Promise<void>,
  ) {
    metrics
      .createObservableGauge(gauge.name, gauge)
      .addCallback(async result => {
        // One after the other: all gauges are read at the same time.
        for (const configured of config.sources) {
          const { id: source } = configured;
          try {
            await read(
              store.ofSource(source),
              (value, attributes) =>
                result.observe(value, { source, ...attributes }),
              configured,
            );
          } catch (error) {
            // Repeated with every collection, and the missing values show in the metrics.
            logger.debug(
              `Could not read the value of metric ${gauge.name} for the source '${source}': ${error}`,
            );
          }
        }
      });
  }

  observe(METRICS.entities, async ({ snapshot }, observeValue) => {
    for (const [kind, count] of await snapshot.countByKind()) {
      observeValue(count, { kind });
    }
  });
  observe(METRICS.heldRemovals, async ({ heldRemovals }, observeValue) =>
    observeValue(await heldRemovals.countUnapproved()),
  );
  observe(METRICS.problemEntities, async ({ confirmations }, observeValue) => {
    const problems = await confirmations.summarizeProblems();
    for (const [problem, { count }] of Object.entries(problems)) {
      observeValue(count, { problem });
    }
  });
  observe(METRICS.dataAge, async ({ state }, observeValue) => {
    const { lastAppliedAt } = await state.get();
    if (lastAppliedAt) {
      const age = now() - Date.parse(lastAppliedAt);
      // The start of a sync is the time of the database, which may be ahead.
      observeValue(Math.max(0, age / 1000));
    }
  });
  observe(METRICS.steered, async (source, observeValue, { schedule }) => {
    const { pause, pin } = await readSteering(
      source,
      schedule,
      new Date(now()),
    );
    const isIn = {
      pinned: pin !== null,
      paused: pause !== null,
      manual: schedule.frequency.frequency === undefined,
    };
    for (const state of STEERED_STATES) {
      observeValue(isIn[state] ? 1 : 0, { state });
    }
  });
  observe(METRICS.queueLength, async ({ refreshRequests }, observeValue) =>
    observeValue(await refreshRequests.count()),
  );
}
