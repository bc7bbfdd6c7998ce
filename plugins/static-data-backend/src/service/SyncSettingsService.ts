import {
  assessHealth,
  createBuckets,
  getUptimeWindowStart,
  OutcomeSummary,
  summarizeOutcomes,
  summarizeSyncs,
  SyncConfiguration,
  SyncHealth,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import {
  StaticDataConfig,
  toConfigSnapshot,
  StaticDataStore,
  SyncSummary,
} from '@internal/plugin-static-data-node';
import { LatestValue } from './LatestValue';
import { RecentSyncs } from './RecentSyncs';

/** What health is judged by that the history knows. */
interface RecentOutcomes extends OutcomeSummary {
  /** However old it is; undefined before the first. */
  latest?: { startTime: string; status: SyncStatus };
}

/** What the configuration is and how the syncs are doing. */
export class SyncSettingsService {
  readonly #store: StaticDataStore;
  readonly #config: StaticDataConfig;
  readonly #now: () => Date;
  /** When this process first saw its configuration, should the store not know. */
  readonly #configSeenAt: Date;
  readonly #recent: RecentSyncs;
  readonly #outcomes = new LatestValue<RecentOutcomes>();
  readonly #statistics = new Map<
    SyncStatisticsPeriod,
    LatestValue<SyncStatistics>
  >();

  constructor(options: {
    store: StaticDataStore;
    config: StaticDataConfig;
    now?: () => Date;
  }) {
    this.#store = options.store;
    this.#config = options.config;
    this.#now = options.now ?? (() => new Date());
    this.#configSeenAt = this.#now();
    this.#recent = new RecentSyncs({ store: this.#store, now: this.#now });
  }

  async getSettings(period: SyncStatisticsPeriod): Promise<SyncSettings> {
    const [configuration, latestSync, runningSync, statistics, health] =
      await Promise.all([
        this.#getConfiguration(),
        this.#store.history.getLatest(),
        this.#store.lease.getRunning(),
        this.getStatistics(period),
        this.getHealth(),
      ]);
    return {
      configuration,
      latestSync: latestSync ?? null,
      runningSync: runningSync ?? null,
      statistics,
      health,
    };
  }

  async getHealth(): Promise<SyncHealth> {
    const now = this.#now();
    const [outcomes, state, heldRemovals] = await Promise.all([
      this.#getOutcomes(getUptimeWindowStart(now)),
      this.#store.state.get(),
      this.#store.heldRemovals.countUnapproved(),
    ]);
    const { uptime, consecutiveFailures, latest } = outcomes;
    const schedule = this.#config.schedule.frequency;
    // Before the first sync, what is missing is missing since there is a configuration.
    const onTimeSince = new Date(
      latest?.startTime ?? (await this.#getConfiguration()).lastConfigUpdate,
    );
    return assessHealth({
      now,
      uptime,
      latestStatus: latest?.status,
      consecutiveFailures,
      lastSuccessAt: state.lastSuccessAt,
      lastAppliedAt: state.lastAppliedAt,
      missedRuns: schedule.missedRuns(onTimeSince, now),
      nextSync: schedule.nextRun(now, onTimeSince),
      heldRemovals,
    });
  }

  async getStatistics(period: SyncStatisticsPeriod): Promise<SyncStatistics> {
    const now = this.#now();
    const { from, to, starts } = createBuckets(period, now);
    const window = await this.#recent.getSince(from);
    const latest = this.#statistics.get(period) ?? new LatestValue();
    this.#statistics.set(period, latest);
    const statistics = await latest.get(
      `${window.key} ${starts[0].toISOString()}`,
      () => this.#summarize(period, now, window.list()),
    );
    return {
      ...statistics,
      from: from.toISOString(),
      to: to.toISOString(),
    };
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

  async #getOutcomes(since: Date): Promise<RecentOutcomes> {
    const { history } = this.#store;
    const window = await this.#recent.getSince(since);
    return this.#outcomes.get(window.key, async () => {
      const recent = window.list();
      const outcomes = summarizeOutcomes(recent);
      return {
        ...outcomes,
        latest: recent.at(-1) ?? (await history.getLatest()),
        // If all of them failed there may have been more before.
        consecutiveFailures:
          outcomes.consecutiveFailures === recent.length
            ? await history.countConsecutiveFailures()
            : outcomes.consecutiveFailures,
      };
    });
  }

  async #summarize(
    period: SyncStatisticsPeriod,
    now: Date,
    syncs: SyncSummary[],
  ): Promise<SyncStatistics> {
    const before = await this.#store.history.getLastAppliedBefore(
      createBuckets(period, now).from.toISOString(),
    );
    return summarizeSyncs({
      period,
      now,
      syncs,
      entitiesBefore: before?.totalEntities ?? 0,
    });
  }
}
