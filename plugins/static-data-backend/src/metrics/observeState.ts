import { LoggerService } from '@backstage/backend-plugin-api';
import {
  MetricsService,
  MetricsServiceObservableResult,
} from '@backstage/backend-plugin-api/alpha';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { METRICS } from './metrics';

type Gauge = (typeof METRICS)[
  | 'entities'
  | 'heldRemovals'
  | 'dataAge'
  | 'queueLength'];

/**
 * Lets the state of the synchronisation be observed, whenever metrics are collected. What the
 * database does not tell is left out of the collection.
 */
export function observeState(options: {
  metrics: MetricsService;
  store: Pick<
    StaticDataStore,
    'snapshot' | 'heldRemovals' | 'state' | 'refreshRequests'
  >;
  logger: LoggerService;
  now?: () => number;
}): void {
  const { metrics, store, logger, now = Date.now } = options;

  function observe(
    gauge: Gauge,
    read: (result: MetricsServiceObservableResult) => Promise<void>,
  ) {
    metrics
      .createObservableGauge(gauge.name, gauge.options)
      .addCallback(async result => {
        try {
          await read(result);
        } catch (error) {
          // Comes again with every collection; whoever looks sees that values are missing.
          logger.debug(`${gauge.name} could not be observed: ${error}`);
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
