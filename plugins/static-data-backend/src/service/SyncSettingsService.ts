import {
  assessHealth,
  createBuckets,
  getUptimeWindowStart,
  summarizeSyncs,
  SyncConfiguration,
  SyncHealth,
  SyncHistoryRecord,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import {
  StaticDataConfig,
  toConfigSnapshot,
  StaticDataStore,
} from '@internal/plugin-static-data-node';

/** What the configuration is and how the syncs are doing. */
export class SyncSettingsService {
  readonly #store: StaticDataStore;
  readonly #config: StaticDataConfig;
  readonly #now: () => Date;
  /** When this process first saw its configuration, should the store not know. */
  readonly #configSeenAt: Date;

  constructor(options: {
    store: StaticDataStore;
    config: StaticDataConfig;
    now?: () => Date;
  }) {
    this.#store = options.store;
    this.#config = options.config;
    this.#now = options.now ?? (() => new Date());
    this.#configSeenAt = this.#now();
  }

  async getSettings(period: SyncStatisticsPeriod): Promise<SyncSettings> {
    const now = this.#now();
    const [configuration, latestSync, runningSync, statistics] =
      await Promise.all([
        this.#getConfiguration(),
        this.#store.history.getLatest(),
        this.#store.lease.getRunning(),
        this.#summarize(period, now),
      ]);
    return {
      configuration,
      latestSync: latestSync ?? null,
      runningSync: runningSync ?? null,
      statistics,
      health: await this.#assess(now, latestSync, configuration),
    };
  }

  async getHealth(): Promise<SyncHealth> {
    const [latestSync, configuration] = await Promise.all([
      this.#store.history.getLatest(),
      this.#getConfiguration(),
    ]);
    return this.#assess(this.#now(), latestSync, configuration);
  }

  async getStatistics(period: SyncStatisticsPeriod): Promise<SyncStatistics> {
    return this.#summarize(period, this.#now());
  }

  async #getConfiguration(): Promise<SyncConfiguration> {
    const scheduleFrequency = this.#config.schedule.frequency.toString();
    const current = await this.#store.configurations.getCurrent();
    return {
      scheduleFrequency,
      ...(current?.configuration ?? toConfigSnapshot(this.#config)),
      lastConfigUpdate:
        current?.firstSeenAt ?? this.#configSeenAt.toISOString(),
    };
  }

  async #assess(
    now: Date,
    latestSync: SyncHistoryRecord | undefined,
    configuration: SyncConfiguration,
  ): Promise<SyncHealth> {
    const [syncs, consecutiveFailures, state, heldRemovals] = await Promise.all(
      [
        this.#store.history.listSummaries(
          getUptimeWindowStart(now).toISOString(),
        ),
        this.#store.history.countConsecutiveFailures(),
        this.#store.state.get(),
        this.#store.heldRemovals.countUnapproved(),
      ],
    );
    const schedule = this.#config.schedule.frequency;
    // Before the first sync, what is missing is missing since there is a configuration.
    const onTimeSince = new Date(
      latestSync?.startTime ?? configuration.lastConfigUpdate,
    );
    return assessHealth({
      now,
      syncs,
      latestStatus: latestSync?.status,
      consecutiveFailures,
      lastSuccessAt: state.lastSuccessAt,
      lastAppliedAt: state.lastAppliedAt,
      missedRuns: schedule.missedRuns(onTimeSince, now),
      nextSync: schedule.nextRun(now, onTimeSince),
      heldRemovals,
    });
  }

  async #summarize(
    period: SyncStatisticsPeriod,
    now: Date,
  ): Promise<SyncStatistics> {
    const from = createBuckets(period, now).from.toISOString();
    const [syncs, before] = await Promise.all([
      this.#store.history.listSummaries(from),
      this.#store.history.getLastAppliedBefore(from),
    ]);
    return summarizeSyncs({
      period,
      now,
      syncs,
      entitiesBefore: before?.totalEntities ?? 0,
    });
  }
}
