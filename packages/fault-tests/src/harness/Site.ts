import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { GitTestRepository, GithubTestServer } from 'test-servers';
import { SignalAtStatement } from '../protocol';
import { runSync } from './client';
import { findFreePort } from './freePort';
import { PostgresServer } from './PostgresServer';
import { Replica } from './Replica';
import { ReplicaProcesses } from './ReplicaProcesses';
import {
  DatabaseKind,
  PostgresSiteDatabase,
  SiteDatabase,
  SqliteSiteDatabase,
} from './SiteDatabase';
import { SmallDisk } from './SmallDisk';
import { Source } from './Source';
import { Tally } from './Tally';

export interface ReplicaSettings {
  clockSkewMs?: number;
  fault?: SignalAtStatement;
  /** Whether the catalog has no module of the product. */
  withoutModule?: boolean;
  /** Whether no event ever arrives. */
  withoutEvents?: boolean;
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
  /** Whether the source is a repository on GitHub instead of a directory. */
  onGithub?: boolean;
  /** SQLite only. */
  onSmallDisk?: boolean;
  /** PostgreSQL only; the key `knexConfig.pool`. */
  pool?: JsonObject;
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
 * One installation of the product: a source, databases, and the processes that share
 * them. Knows every sync that ever started in it.
 */
export class Site {
  readonly source: Source;
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
  readonly #staticData?: JsonObject;
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
    return new Site({
      directory,
      github,
      surroundings,
      disk,
      staticData: special.staticData,
      source: await Source.create(
        join(directory, 'source'),
        github?.repository,
      ),
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
  }

  private constructor(options: {
    directory: string;
    surroundings: Surroundings;
    disk?: SmallDisk;
    staticData?: JsonObject;
    github?: GithubSite;
    source: Source;
    database: SiteDatabase;
  }) {
    this.#directory = options.directory;
    this.spoolDirectory = join(options.directory, 'spool');
    this.#disk = options.disk;
    this.#staticData = options.staticData;
    this.tally = options.surroundings.tally;
    this.#processes = options.surroundings.processes;
    this.server = options.surroundings.server;
    this.source = options.source;
    this.github = options.github;
    this.database = options.database;
  }

  /** A process that serves requests: one that runs already, if there is one. */
  async getReplica(): Promise<Replica> {
    const [replica] = await this.getReplicas(1);
    return replica;
  }

  /**
   * So many processes that serve requests: those that run already, and new ones. The first
   * of a site has the first sync behind it.
   */
  async getReplicas(count: number): Promise<Replica[]> {
    const running = this.#replicas.filter(replica => replica.isRunning());
    while (running.length < count) {
      running.push(await this.startReplica());
    }
    if (this.startedSyncs.size === 0) {
      await runSync(running[0]);
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
    await writeFile(configFile, JSON.stringify(this.#config(url, port)));
    const { clockSkewMs, ...others } = settings;
    const replica = Replica.start({
      process: clockSkewMs
        ? this.#processes.takeWithSkewedClock(clockSkewMs)
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

  #config(url: string, port: number): JsonObject {
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
        processingInterval: { seconds: 10 },
        stitchingStrategy: {
          pollingInterval: { milliseconds: 200 },
          stitchTimeout: { seconds: 10 },
        },
      },
      staticData: {
        ...(this.github
          ? {
              github: {
                repo: this.github.repository.fullName,
                apiBaseUrl: this.github.server.apiBaseUrl,
                token: 'of-the-fault-tests',
              },
            }
          : { directory: this.source.directory }),
        spoolDirectory: this.spoolDirectory,
        schedule: { frequency: '0 0 1 1 *', initialDelay: { hours: 24 } },
        ...this.#staticData,
      },
    };
  }
}
