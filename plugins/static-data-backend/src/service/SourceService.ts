import { RootConfigService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  combineHealth,
  quote,
  SyncHealth,
  SyncSource,
  SyncSourceList,
} from '@internal/plugin-static-data-common';
import {
  findSourceConfig,
  KnownSource,
  listIntegratedHosts,
  SourceStore,
  StaticDataConfig,
  StaticDataStore,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import pLimit from 'p-limit';
import { SyncSettingsService } from './SyncSettingsService';

/** Each asks the database for ten things, whose connections others need too. */
const SOURCES_AT_ONCE = 4;

const RECENT_SYNCS = 30;

/** Describes the error 404 in the OpenAPI document. */
export const UNKNOWN_SOURCE = 'No source has this id.';

/** The same where a source that has left the configuration is not enough. */
export const NO_CONFIGURED_SOURCE =
  'No source has this id, or it has left the configuration.';

/** The sources of the configuration, and those that have left it. */
export class SourceService {
  readonly #store: StaticDataStore;
  readonly #config: StaticDataConfig;
  readonly #settings: Map<string, SyncSettingsService>;

  constructor(options: {
    store: StaticDataStore;
    config: StaticDataConfig;
    /** With the integrations that the source and its applications may be on. */
    rootConfig: RootConfigService;
    now?: () => Date;
  }) {
    const { store, config, rootConfig, now } = options;
    const hosts = listIntegratedHosts(rootConfig);
    this.#store = store;
    this.#config = config;
    this.#settings = new Map(
      config.sources.map(source => [
        source.id,
        new SyncSettingsService({
          store: store.ofSource(source.id),
          config: source,
          hosts,
          now,
        }),
      ]),
    );
  }

  /**
   * The id of the configured source that a request is about.
   *
   * @param id - left out: `default`, or the only one that is configured
   * @throws InputError if it is left out and there are several
   * @throws NotFoundError if there is no such source, or it has left the configuration
   */
  async choose(id?: string): Promise<string> {
    const source = findSourceConfig(this.#config, id);
    if (source) {
      return source.id;
    }
    if (id === undefined) {
      throw new InputError(
        `Invalid request: source: name one of: ${[
          ...this.#settings.keys(),
        ].join(', ')}`,
      );
    }
    const { id: left } = await this.#find(id);
    throw new NotFoundError(
      `The source '${left}' has left the configuration and is not synchronised any more`,
    );
  }

  /**
   * The same for a request for a sync.
   *
   * @throws ConflictError if the source is paused, unless it is a dry run
   */
  async chooseForSync(
    id: string | undefined,
    { dryRun }: { dryRun: boolean },
  ): Promise<string> {
    const source = await this.choose(id);
    const settings = await this.getSettings(source);
    const { pause } = await settings.readSteering();
    if (pause && !dryRun) {
      throw new ConflictError(
        `The source '${source}' is paused by ${
          pause.pausedBy ?? 'the configuration'
        }: ${pause.reason}. Resume it first`,
      );
    }
    return source;
  }

  /** The configuration of a source that is configured: see {@link choose}. */
  getConfig(id: string): SyncSourceConfig {
    return this.#config.sources.find(source => source.id === id)!;
  }

  /** The configuration of the source that a request is about, and how its syncs are doing: see {@link choose}. */
  async getSettings(id?: string): Promise<SyncSettingsService> {
    return this.#settings.get(await this.choose(id))!;
  }

  /** The health of one source, or of all that are configured together. */
  async getHealth(id?: string): Promise<SyncHealth> {
    if (id !== undefined) {
      return (await this.getSettings(id)).getHealth();
    }
    return combineHealth(
      await mapSources([...this.#settings], async ([source, settings]) => ({
        source,
        health: await settings.getHealth(),
      })),
    );
  }

  /**
   * What is stored of one source, or of all.
   *
   * @throws NotFoundError if no source has the id; one that has left the configuration is known
   */
  async openStore(
    id: string | undefined,
  ): Promise<StaticDataStore | SourceStore> {
    if (id === undefined) {
      return this.#store;
    }
    await this.#find(id);
    return this.#store.ofSource(id);
  }

  /**
   * The ids of the configured sources, and of those that have left and whose entities nobody has let go; or
   * one of all that are known.
   *
   * @throws NotFoundError if no source has that one
   */
  async listIds(id?: string): Promise<string[]> {
    if (id !== undefined) {
      return [(await this.#find(id)).id];
    }
    const known = await this.#store.sources.list();
    const left = known.filter(
      source => !this.#settings.has(source.id) && !source.releasedAt,
    );
    return [...this.#settings.keys(), ...left.map(source => source.id)];
  }

  /** The configured sources, then those that have left and whose entities nobody has let go. */
  async list(): Promise<SyncSourceList> {
    const sources = await mapSources(await this.listIds(), id =>
      this.#read(id),
    );
    return {
      sources: sources.filter(
        ({ isConfigured, entityCount }) => isConfigured || entityCount > 0,
      ),
    };
  }

  /**
   * One source, which may have left the configuration.
   *
   * @throws NotFoundError if there is none
   */
  async get(id: string): Promise<SyncSource> {
    await this.#find(id);
    return this.#read(id);
  }

  /**
   * Makes sure that the entities of a source can be let go.
   *
   * @throws NotFoundError if there is no such source
   * @throws ConflictError if it is configured, or they were let go already
   */
  async assertReleasable(id: string): Promise<void> {
    if (this.#settings.has(id)) {
      throw new ConflictError(
        `The source '${id}' is configured: its entities can be released once it has left the configuration`,
      );
    }
    const { releasedAt } = await this.#find(id);
    if (releasedAt) {
      throw new ConflictError(
        `The entities of the source '${id}' were released at ${releasedAt}`,
      );
    }
  }

  /**
   * Makes sure that syncs of these sources follow.
   *
   * @throws ConflictError if one has left the configuration
   */
  assertSynchronised(ids: string[]): void {
    const left = ids.find(id => !this.#settings.has(id));
    if (left !== undefined) {
      throw new ConflictError(
        `The source '${left}' has left the configuration, so no sync would carry it out: release its entities, or add the source to the configuration again`,
      );
    }
  }

  async #find(id: string): Promise<Pick<KnownSource, 'id' | 'releasedAt'>> {
    if (this.#settings.has(id)) {
      return { id };
    }
    const known = await this.#store.sources.list();
    const source = known.find(other => other.id === id);
    if (!source) {
      throw new NotFoundError(describeUnknownSource({ sourceId: id }));
    }
    return source;
  }

  async #read(id: string): Promise<SyncSource> {
    const store = this.#store.ofSource(id);
    const settings = this.#settings.get(id);
    const [state, entityCount, runningSync, latest, recentSyncs] =
      await Promise.all([
        settings ? readPresentState(settings) : readLastState(store),
        store.snapshot.count(),
        store.lease.getRunning(),
        store.history.list({ dryRun: false, limit: 1 }),
        store.history.listMarks(RECENT_SYNCS),
      ]);
    return {
      ...state,
      id,
      isConfigured: settings !== undefined,
      entityCount,
      latestSync: latest.records.at(0) ?? null,
      runningSync: runningSync ?? null,
      recentSyncs,
    };
  }
}

export function describeUnknownSource(path: {
  [name: string]: string;
}): string {
  return `No source has the id ${quote(path.sourceId)}`;
}

type SourceState = Pick<
  SyncSource,
  'configuration' | 'steering' | 'health' | 'dataAsOf'
>;

async function readPresentState(
  settings: SyncSettingsService,
): Promise<SourceState> {
  const state = await settings.getState();
  return { ...state, dataAsOf: state.health.dataAsOf };
}

/** Of a source that has left the configuration, which has no health. */
async function readLastState({
  configurations,
  state,
  steering,
}: SourceStore): Promise<SourceState> {
  const [last, { lastAppliedAt }, { pause, pin }] = await Promise.all([
    configurations.getCurrent(),
    state.get(),
    steering.get(),
  ]);
  return {
    configuration: last
      ? {
          scheduleFrequency: '-',
          ...last.configuration,
          lastConfigUpdate: last.firstSeenAt,
        }
      : null,
    steering: { pause, pin },
    health: null,
    dataAsOf: lastAppliedAt ?? null,
  };
}

/** Reads several sources, some of them at a time. */
export async function mapSources<T, R>(
  sources: T[],
  read: (source: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(SOURCES_AT_ONCE);
  return Promise.all(sources.map(source => limit(() => read(source))));
}
