import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { durationToMilliseconds } from '@backstage/types';
import {
  assessHealth,
  calculateUptime,
  createBuckets,
  getUptimeWindowStart,
  REPOSITORY_HOST_TYPES,
  RepositoryHostType,
  summarizeSyncs,
  SyncConfiguration,
  SyncHealth,
  SyncPause,
  SyncSettings,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import {
  findMissedRuns,
  isSyncedConfiguration,
  listIntegratedHosts,
  readSteering,
  RepositorySourceConfig,
  SourceStore,
  StaticDataConfig,
  StaticDataStore,
  StoredSteering,
  SyncSourceConfig,
  toConfigSnapshot,
  toSourceFingerprint,
} from '@internal/plugin-static-data-node';

/** Records since when the configuration of each source has been in force, once the backend has started. */
export function recordConfiguration(options: {
  config: StaticDataConfig;
  store: Pick<StaticDataStore, 'ofSource'>;
  lifecycle: LifecycleService;
  logger: LoggerService;
}): void {
  const { config, store, lifecycle, logger } = options;
  lifecycle.addStartupHook(async () => {
    for (const source of config.sources) {
      try {
        await store.ofSource(source.id).configurations.observe(config, source);
      } catch (error) {
        logger.warn(
          `Could not record the configuration of the source '${source.id}', so the API reports it as changed when this process started: ${error}`,
        );
      }
    }
  });
}

/** What is known of hosts, and of what kind they are. */
type RepositoryHosts = ReturnType<typeof listIntegratedHosts>;

/** The configuration of one source, and how its syncs are doing. */
export class SyncSettingsService {
  readonly #store: SourceStore;
  readonly #config: SyncSourceConfig;
  readonly #hosts: RepositoryHosts;
  readonly #now: () => Date;
  /** When this process first saw its configuration; used if the store has no record of it. */
  readonly #configSeenAt: Date;
  /** As of a sync that was applied: nothing else changes them, and to go through all build files takes a while. */
  #applicationHostTypes?: {
    syncId: string | undefined;
    types: RepositoryHostType[];
  };

  constructor(options: {
    store: SourceStore;
    config: SyncSourceConfig;
    hosts: RepositoryHosts;
    now?: () => Date;
  }) {
    this.#store = options.store;
    this.#config = options.config;
    this.#hosts = options.hosts;
    this.#now = options.now ?? (() => new Date());
    this.#configSeenAt = this.#now();
  }

  async getSettings(period: SyncStatisticsPeriod): Promise<SyncSettings> {
    const [state, latestSync, runningSync, statistics, applicationHostTypes] =
      await Promise.all([
        this.getState(),
        this.#store.history.getLatest(),
        this.#store.lease.getRunning(),
        this.getStatistics(period),
        this.#listApplicationHostTypes(),
      ]);
    return {
      ...state,
      ...(applicationHostTypes && { applicationHostTypes }),
      latestSync: latestSync ?? null,
      runningSync: runningSync ?? null,
      statistics,
    };
  }

  /** The configuration in force, how the source is steered, and how its syncs are doing. */
  async getState(): Promise<
    Pick<SyncSettings, 'configuration' | 'steering' | 'health'>
  > {
    const inForce = this.getConfiguration();
    const steered = this.readSteering();
    const [configuration, { pause, pin }, health] = await Promise.all([
      inForce,
      steered,
      this.#assess(() => inForce, steered),
    ]);
    return { configuration, steering: { pause, pin }, health };
  }

  /** How the source is steered, and when the latest pause has ended, if it is not paused. */
  async readSteering(): Promise<StoredSteering> {
    return readSteering(this.#store, this.#config.schedule, this.#now());
  }

  async getHealth(): Promise<SyncHealth> {
    return this.#assess(() => this.getConfiguration(), this.readSteering());
  }

  async #assess(
    getConfiguration: () => Promise<SyncConfiguration>,
    steered: Promise<StoredSteering>,
  ): Promise<SyncHealth> {
    const { history, state, heldRemovals, activeSources, confirmations } =
      this.#store;
    const now = this.#now();
    const since = getUptimeWindowStart(now).toISOString();
    const [outcomes, syncState, held, competing, problems, steering] =
      await Promise.all([
        history.getOutcomes(since),
        state.get(),
        heldRemovals.countUnapproved(),
        activeSources.listCompeting(toSourceFingerprint(this.#config)),
        confirmations.summarizeProblems(),
        steered,
      ]);
    const { latestStatus, latestStatusAt, latestStartTime } = outcomes;
    const { initialDelay } = this.#config.schedule;
    const getConfiguredAt = async () =>
      new Date((await getConfiguration()).lastConfigUpdate);
    // Until the schedule has first asked for a sync, it is about to do so after the initial delay.
    const scheduledAt = syncState.lastScheduledAt
      ? new Date(syncState.lastScheduledAt)
      : new Date(
          (await getConfiguredAt()).getTime() +
            durationToMilliseconds(initialDelay),
        );
    const { pause, pin, resumedAt } = steering;
    const startedAt = latestStartTime
      ? new Date(latestStartTime)
      : await getConfiguredAt();
    const onTimeSince = new Date(
      Math.max(startedAt.getTime(), resumedAt ? Date.parse(resumedAt) : 0),
    );
    return assessHealth({
      now,
      uptime: calculateUptime(outcomes),
      latestStatus,
      latestStatusAt,
      consecutiveFailures: outcomes.consecutiveFailures,
      lastSuccessAt: syncState.lastSuccessAt,
      lastAppliedAt: syncState.lastAppliedAt,
      missedRuns: pause
        ? []
        : findMissedRuns(this.#config.schedule, {
            since: onTimeSince,
            now,
            ranAt: scheduledAt,
          }),
      steering: { pause, pin },
      nextSync: this.#findNextSync(now, scheduledAt, pause),
      heldRemovals: held,
      isConfigurationSynced: isSyncedConfiguration(this.#config, syncState),
      competingSources: competing,
      problems,
      unreadable: this.#store.unreadable.list(),
    });
  }

  async #listApplicationHostTypes(): Promise<RepositoryHostType[] | undefined> {
    const { source } = this.#config;
    if (source.type === 'directory') {
      return undefined;
    }
    const { lastAppliedSyncId: syncId } = await this.#store.state.get();
    let known = this.#applicationHostTypes;
    if (!known || known.syncId !== syncId) {
      known = { syncId, types: await this.#findApplicationHostTypes(source) };
      this.#applicationHostTypes = known;
    }
    return known.types;
  }

  async #findApplicationHostTypes(
    source: RepositorySourceConfig,
  ): Promise<RepositoryHostType[]> {
    const others = this.#hosts.filter(({ host }) => host !== source.host);
    const found = await this.#store.buildFiles.listHosts(
      others.map(({ host }) => host),
    );
    const types = found.map(
      name => others.find(({ host }) => host === name)?.type ?? source.type,
    );
    return REPOSITORY_HOST_TYPES.filter(type => types.includes(type));
  }

  #findNextSync(
    now: Date,
    scheduledAt: Date,
    pause: SyncPause | null,
  ): Date | undefined {
    const { frequency, maintenance } = this.#config.schedule;
    if (pause) {
      // What was put off runs as soon as it ends, unless it ends in a maintenance window.
      const end = pause.until && new Date(pause.until);
      return end && frequency.frequency
        ? maintenance.findAt(end)?.until ?? end
        : undefined;
    }
    const next =
      frequency.frequency && scheduledAt > now
        ? scheduledAt
        : frequency.nextRun(now, scheduledAt);
    return next && (maintenance.findAt(next)?.until ?? next);
  }

  async getStatistics(period: SyncStatisticsPeriod): Promise<SyncStatistics> {
    const now = this.#now();
    const { from } = createBuckets(period, now);
    const { starts } = createBuckets(period, from);
    const { history } = this.#store;
    const [syncs, before] = await Promise.all([
      // Of the period before, too. From the start of a bucket, which stays the same for the next
      // requests.
      history.listSummaries(starts[0].toISOString()),
      history.getLastAppliedBefore(from.toISOString()),
    ]);
    return summarizeSyncs({
      period,
      now,
      syncs,
      entitiesBefore: before?.totalEntities ?? 0,
    });
  }

  /** The configuration in force, and since when. */
  async getConfiguration(): Promise<SyncConfiguration> {
    const scheduleFrequency = this.#config.schedule.frequency.toString();
    const current = await this.#store.configurations.getCurrent();
    return {
      scheduleFrequency,
      ...(current?.configuration ?? toConfigSnapshot(this.#config)),
      lastConfigUpdate:
        current?.firstSeenAt ?? this.#configSeenAt.toISOString(),
    };
  }
}
