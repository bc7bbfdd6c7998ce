import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import { GitTestRepository, GithubTestServer } from 'test-servers';
import { SignalAtStatement } from '../protocol';
import { runSync } from './client';
import { findFreePort } from './freePort';
import { PostgresServer } from './PostgresServer';
import { Replica } from './Replica';
import { ProcessClock, ReplicaProcesses } from './ReplicaProcesses';
import {
  DatabaseKind,
  PostgresSiteDatabase,
  SiteDatabase,
  SqliteSiteDatabase,
} from './SiteDatabase';
import { SmallDisk } from './SmallDisk';
import { ExpectedEntities, Source } from './Source';
import { Tally } from './Tally';
import { waitFor } from './waitFor';

export interface ReplicaSettings {
  clock?: ProcessClock;
  fault?: SignalAtStatement;
  /** Whether the catalog has no module of the product. */
  withoutModule?: boolean;
  /** Whether no event ever arrives. */
  withoutEvents?: boolean;
  /** A name that stands for an address of the internet and one of this machine, in turns. */
  rebindingName?: string;
  /** Keys below `staticData`, besides those of the site. */
  staticData?: JsonObject;
}

/** What sites share. */
export interface Surroundings {
  tally: Tally;
  processes: ReplicaProcesses;
  server: PostgresServer;
}

/** What is not as in other sites. */
export interface SpecialSite {
  /** Keys below `staticData`. By default syncs start only when a scenario asks for one. */
  staticData?: JsonObject;
  /** Whether the (only) source is a repository on GitHub instead of a directory. */
  onGithub?: boolean;
  /** How many sources there are, each a directory; without, it is the one at the top of `staticData`. */
  sources?: number;
  /** How many entities each source has. */
  entities?: number;
  /** After how long the catalog processes an entity again. */
  processingSeconds?: number;
  /** SQLite only. */
  onSmallDisk?: boolean;
  /** PostgreSQL only; the key `knexConfig.pool`. */
  pool?: JsonObject;
}

/** A source of a site, and what its configuration says of it. */
export interface SiteSource {
  id: string;
  source: Source;
  renamedFrom?: string;
}

/** A server that speaks the API of GitHub, and the repository on it that is the source. */
export interface GithubSite {
  server: GithubTestServer;
  repository: GitTestRepository;
}

async function startGithub(): Promise<GithubSite> {
  const server = await GithubTestServer.start();
  const repository = await server.createRepository('acme/architecture');
  return { server, repository };
}

/**
 * One installation of the product: sources, databases, and the processes that share
 * them. Knows every sync that ever started in it.
 */
export class Site {
  /** The sources in the configuration of processes that start from now on. */
  readonly sources: SiteSource[];
  /** Those that have left it, and whose entities are still there. */
  readonly leftSources: SiteSource[] = [];
  /** With the repository that is the source, if it is one. */
  readonly github?: GithubSite;
  readonly database: SiteDatabase;
  readonly tally: Tally;
  readonly server: PostgresServer;
  /** Ids of the syncs that took the lease. */
  readonly startedSyncs = new Set<string>();
  /** Where records go that cannot be written. */
  readonly spoolDirectory: string;
  readonly #processes: ReplicaProcesses;
  readonly #disk?: SmallDisk;
  readonly #directory: string;
  readonly #special: SpecialSite;
  readonly #replicas: Replica[] = [];
  readonly #token = randomUUID();

  static async create(
    surroundings: Surroundings,
    kind: DatabaseKind,
    special: SpecialSite = {},
  ): Promise<Site> {
    const directory = await mkdtemp(join(tmpdir(), 'static-data-faults-'));
    const disk = special.onSmallDisk
      ? await SmallDisk.mount(join(directory, 'disk'))
      : undefined;
    const github = special.onGithub ? await startGithub() : undefined;
    const site = new Site({
      directory,
      github,
      surroundings,
      disk,
      special,
      database:
        kind === 'SQLite'
          ? new SqliteSiteDatabase({
              directory,
              storeDirectory: disk?.directory,
            })
          : new PostgresSiteDatabase({
              server: surroundings.server,
              prefix: `${basename(directory)}-`,
              storePool: special.pool,
            }),
    });
    for (let number = 1; number <= (special.sources ?? 1); number++) {
      await site.addSource(number === 1 ? DEFAULT_SOURCE_ID : `s${number}`);
    }
    return site;
  }

  private constructor(options: {
    directory: string;
    surroundings: Surroundings;
    disk?: SmallDisk;
    special: SpecialSite;
    github?: GithubSite;
    database: SiteDatabase;
  }) {
    this.#directory = options.directory;
    this.spoolDirectory = join(options.directory, 'spool');
    this.#disk = options.disk;
    this.#special = options.special;
    this.tally = options.surroundings.tally;
    this.#processes = options.surroundings.processes;
    this.server = options.surroundings.server;
    this.sources = [];
    this.github = options.github;
    this.database = options.database;
  }

  /** The first source, which is the only one in most sites. */
  get source(): Source {
    return this.sources[0].source;
  }

  get sourceIds(): string[] {
    return this.sources.map(({ id }) => id);
  }

  /** Adds a source to the configuration of processes that start from now on. */
  async addSource(id: string): Promise<void> {
    const source = await Source.create({
      directory: join(this.#directory, `source-${id}`),
      repository: this.github?.repository,
      prefix: id === DEFAULT_SOURCE_ID ? '' : `${id}-`,
      entities: this.#special.entities,
    });
    this.sources.push({ id, source });
  }

  /** Takes a source out of the configuration of processes that start from now on. */
  removeSource(id: string): void {
    const index = this.sources.findIndex(source => source.id === id);
    this.leftSources.push(...this.sources.splice(index, 1));
  }

  /** Gives a source another id in the configuration of processes that start from now on. */
  renameSource(from: string, to: string): void {
    const index = this.sources.findIndex(({ id }) => id === from);
    const { source } = this.sources[index];
    this.sources[index] = { id: to, source, renamedFrom: from };
  }

  /** Moves every source on to its next version. */
  async change(): Promise<void> {
    await Promise.all(this.sources.map(({ source }) => source.change()));
  }

  /** Forgets a source that has left the configuration, and whose entities were released. */
  forgetSource(id: string): void {
    const index = this.leftSources.findIndex(source => source.id === id);
    this.leftSources.splice(index, 1);
  }

  /** What the catalog has to have of all sources. */
  expected(): ExpectedEntities {
    return new Map(
      [...this.sources, ...this.leftSources].flatMap(({ source }) => [
        ...source.expected(),
      ]),
    );
  }

  /** A process that serves requests: one that runs already, if there is one. */
  async getReplica(): Promise<Replica> {
    const [replica] = await this.getReplicas(1);
    return replica;
  }

  /**
   * So many processes that serve requests: those that run already, and new ones. The first
   * of a site has the first sync of each source behind it.
   */
  async getReplicas(count: number): Promise<Replica[]> {
    const running = this.#replicas.filter(replica => replica.isRunning());
    while (running.length < count) {
      running.push(await this.startReplica());
    }
    if (this.startedSyncs.size === 0) {
      await Promise.all(
        this.sourceIds.map(source => runSync(running[0], { source })),
      );
    }
    return running.slice(0, count);
  }

  /** Starts a process and waits until it serves requests. */
  async startReplica(settings: ReplicaSettings = {}): Promise<Replica> {
    const replica = await this.spawnReplica(settings);
    await replica.ready();
    return replica;
  }

  /** Starts a process that may never be ready. */
  async spawnReplica(settings: ReplicaSettings = {}): Promise<Replica> {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const configFile = join(this.#directory, `app-config.${port}.json`);
    const { clock, staticData, ...others } = settings;
    const config = this.#config(url, port, staticData);
    await writeFile(configFile, JSON.stringify(config));
    const replica = Replica.start({
      process: clock
        ? this.#processes.takeWithClock(clock)
        : this.#processes.take(),
      ...others,
      configFile,
      url,
      token: this.#token,
      onFault: () => this.tally.countFault(),
      onSyncStarted: syncId => this.noteStarted(syncId),
    });
    this.#replicas.push(replica);
    return replica;
  }

  /** Notes that a sync has taken the lease. */
  noteStarted(syncId: string): void {
    this.startedSyncs.add(syncId);
    this.tally.countStarted(syncId);
  }

  /** Waits until a process has taken the lease for a sync, and tells which. */
  async untilStarted(syncId: string): Promise<Replica> {
    return waitFor(`the start of sync ${syncId}`, async () =>
      this.#replicas.find(replica => replica.hasStarted(syncId)),
    );
  }

  /** For how many syncs a process has held leases at the same time. */
  get mostSyncsAtOnce(): number {
    return Math.max(
      ...this.#replicas.map(({ mostSyncsAtOnce }) => mostSyncsAtOnce),
    );
  }

  /** Stops the database server at once. */
  async stopDatabase(): Promise<void> {
    this.tally.countFault();
    await this.server.stopImmediately();
  }

  async startDatabaseAgain(): Promise<void> {
    await this.server.startAgain();
  }

  /** Fills the disk of the store. */
  async fillDisk(replica: Replica): Promise<void> {
    this.tally.countFault();
    await (this.#disk?.fill() ?? replica.limitDatabase(0));
  }

  async freeDisk(replica: Replica): Promise<void> {
    await (this.#disk?.free() ?? replica.limitDatabase(null));
  }

  /** Puts a file where the folder for the records should be that cannot be written. */
  async blockSpool(): Promise<void> {
    this.tally.countFault();
    await rm(this.spoolDirectory, { recursive: true, force: true });
    await writeFile(this.spoolDirectory, '');
  }

  async unblockSpool(): Promise<void> {
    await rm(this.spoolDirectory);
  }

  /** Ids of the syncs whose record waits for the database. */
  async listSpooled(): Promise<string[]> {
    const files = await readdir(this.spoolDirectory, {
      recursive: true,
    }).catch(() => []);
    return files
      .filter(file => extname(file) === '.ndjson')
      .map(file => basename(file, '.ndjson'));
  }

  /** The last lines of the processes, to explain a failure. */
  output(): string {
    return this.#replicas
      .slice(-2)
      .map((replica, index) => `--- process ${index + 1}\n${replica.output()}`)
      .join('\n');
  }

  /** Ends the processes, and removes what is on the disk. */
  async close(): Promise<void> {
    const running = this.#replicas.filter(replica => replica.isRunning());
    await Promise.all(running.map(replica => replica.discard()));
    await this.server.startAgain();
    await this.github?.server.stop();
    await this.#disk?.unmount();
    await rm(this.#directory, { recursive: true, force: true });
  }

  #config(url: string, port: number, staticData?: JsonObject): JsonObject {
    return {
      app: { title: 'Fault tests', baseUrl: url },
      backend: {
        baseUrl: url,
        listen: { host: '127.0.0.1', port },
        database: this.database.config,
        auth: {
          externalAccess: [
            {
              type: 'static',
              options: { token: this.#token, subject: 'fault-tests' },
            },
          ],
        },
      },
      catalog: {
        rules: [{ allow: ['Component', 'API', 'Group', 'System', 'Domain'] }],
        // For so long has an entity to wait on which it worked when it was killed.
        processingInterval: { seconds: this.#special.processingSeconds ?? 10 },
        stitchingStrategy: {
          pollingInterval: { milliseconds: 200 },
          stitchTimeout: { seconds: 10 },
        },
      },
      staticData: {
        ...this.#sourcesConfig(),
        spoolDirectory: this.spoolDirectory,
        schedule: { frequency: '0 0 1 1 *', initialDelay: { hours: 24 } },
        ...this.#special.staticData,
        ...staticData,
      },
    };
  }

  #sourcesConfig(): JsonObject {
    if (this.github) {
      return {
        github: {
          repo: this.github.repository.fullName,
          apiBaseUrl: this.github.server.apiBaseUrl,
          token: 'of-the-fault-tests',
        },
      };
    }
    if (this.#special.sources === undefined) {
      return { directory: this.source.directory };
    }
    return {
      sources: Object.fromEntries(
        this.sources.map(({ id, source, renamedFrom }) => [
          id,
          {
            directory: source.directory,
            ...(renamedFrom && { renamedFrom }),
          },
        ]),
      ),
    };
  }
}
