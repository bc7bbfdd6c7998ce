import { LoggerService } from '@backstage/backend-plugin-api';
import {
  MetricsService,
  MetricsServiceObservableResult,
} from '@backstage/backend-plugin-api/alpha';
import { EventsService } from '@backstage/plugin-events-node';
import {
  SENT_CHANGE_TYPES,
  STATIC_DATA_SYNC_TOPIC,
  SYNC_FINDING_CODES,
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncFindingCode,
  SyncHistoryRecord,
  syncIdSchema,
  SyncStatus,
  SyncType,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import uniq from 'lodash/uniq';
import { z } from 'zod';
import { METRICS, PHASE_DURATION_BUCKETS } from './metrics';

type Metric = (typeof METRICS)[keyof typeof METRICS];

const payloadSchema = z.object({ syncId: syncIdSchema });

interface MetricsOptions {
  metrics: MetricsService;
  store: Pick<
    StaticDataStore,
    | 'history'
    | 'snapshot'
    | 'heldRemovals'
    | 'confirmations'
    | 'state'
    | 'refreshRequests'
  >;
  events: EventsService;
  logger: LoggerService;
}

/**
 * Counts every sync that ends, in the replica that receives the event, and exposes the state of the
 * synchronisation as gauges.
 */
export async function startMetrics(options: MetricsOptions): Promise<void> {
  observeState(options);
  const { metrics, store, events, logger } = options;
  const syncs = metrics.createCounter(METRICS.syncs.name, METRICS.syncs);
  const errors = metrics.createCounter(METRICS.errors.name, METRICS.errors);
  const changes = metrics.createCounter(METRICS.changes.name, METRICS.changes);
  const phaseDuration = metrics.createHistogram(METRICS.phaseDuration.name, {
    ...METRICS.phaseDuration,
    advice: { explicitBucketBoundaries: PHASE_DURATION_BUCKETS },
  });

  // A counter that does not exist before its first failure has never risen, so no alert sees it.
  for (const outcome of SYNC_STATUSES) {
    for (const trigger of SYNC_TYPES) {
      syncs.add(0, toSyncAttributes(outcome, trigger));
    }
  }
  for (const code of SYNC_FINDING_CODES) {
    errors.add(0, toCodeAttributes(code));
  }
  for (const change of SENT_CHANGE_TYPES) {
    changes.add(0, { change });
  }

  async function count(syncId: string): Promise<void> {
    const record = await store.history.get(syncId);
    const measurements = record && measureSync(record);
    if (!measurements) {
      return;
    }
    syncs.add(1, measurements.sync);
    for (const { phase, seconds } of measurements.phases) {
      phaseDuration.record(seconds, { phase });
    }
    for (const attributes of measurements.errors) {
      errors.add(1, attributes);
    }
    for (const { change, count: number } of measurements.changes) {
      changes.add(number, { change });
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
  const { status, syncType, phases, stats, dryRun, errors = [] } = record;
  if (dryRun) {
    return undefined;
  }
  return {
    sync: toSyncAttributes(status, syncType),
    phases: phases.map(({ phase, durationMs }) => ({
      phase: phase.toLowerCase(),
      seconds: durationMs / 1000,
    })),
    errors: uniq(errors.map(({ code }) => code)).map(toCodeAttributes),
    changes: [
      { change: 'added', count: stats.entitiesAdded },
      { change: 'updated', count: stats.entitiesUpdated },
      { change: 'removed', count: stats.entitiesRemoved },
    ].filter(({ count }) => count > 0),
  };
}

function toSyncAttributes(status: SyncStatus, syncType: SyncType) {
  return { outcome: status.toLowerCase(), trigger: syncType.toLowerCase() };
}

function toCodeAttributes(code: SyncFindingCode) {
  return { code: code.toLowerCase() };
}

/**
 * Reads the state of the synchronisation whenever metrics are collected. A value that cannot be
 * read is left out.
 */
export function observeState(
  options: Omit<MetricsOptions, 'events'> & { now?: () => number },
): void {
  const { metrics, store, logger, now = Date.now } = options;

  function observe(
    gauge: Extract<Metric, { type: 'gauge' }>,
    read: (result: MetricsServiceObservableResult) => Promise<void>,
  ) {
    metrics
      .createObservableGauge(gauge.name, gauge)
      .addCallback(async result => {
        try {
          await read(result);
        } catch (error) {
          // Repeated with every collection, and the missing values show in the metrics.
          logger.debug(
            `Could not read the value of metric ${gauge.name}: ${error}`,
          );
        }
      });
  }

  observe(METRICS.entities, async result => {
    for (const [kind, count] of await store.snapshot.countByKind()) {
      result.observe(count, { kind });
    }
  });
  observe(METRICS.heldRemovals, async result =>
    result.observe(await store.heldRemovals.countUnapproved()),
  );
  observe(METRICS.problemEntities, async result => {
    const problems = await store.confirmations.summarizeProblems();
    for (const [problem, { count }] of Object.entries(problems)) {
      result.observe(count, { problem });
    }
  });
  observe(METRICS.dataAge, async result => {
    const { lastAppliedAt } = await store.state.get();
    if (lastAppliedAt) {
      const age = now() - Date.parse(lastAppliedAt);
      // The start of a sync is the time of the database, which may be ahead.
      result.observe(Math.max(0, age / 1000));
    }
  });
  observe(METRICS.queueLength, async result =>
    result.observe(await store.refreshRequests.count()),
  );
}
