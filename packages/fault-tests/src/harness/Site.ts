import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { SignalAtStatement } from '../protocol';
import { runSync } from './client';
import { findFreePort } from './freePort';
import { PostgresServer } from './PostgresServer';
import { Replica } from './Replica';
import { ReplicaProcesses } from './ReplicaProcesses';
import { SiteDatabase } from './SiteDatabase';
import { Source } from './Source';
import { Tally } from './Tally';

export interface ReplicaSettings {
  clockSkewMs?: number;
  fault?: SignalAtStatement;
}

/**
 * One installation of the product: a source, databases, and the processes that share
 * them. Knows every sync that ever started in it.
 */
export class Site {
  readonly source: Source;
  readonly database: SiteDatabase;
  readonly tally: Tally;
  /** Ids of the syncs that took the lease. */
  readonly startedSyncs = new Set<string>();
  /** Where records go that cannot be written. */
  readonly spoolDirectory: string;
  readonly #processes: ReplicaProcesses;
  readonly #server: PostgresServer;
  readonly #directory: string;
  readonly #replicas: Replica[] = [];
  readonly #token = randomUUID();

  static async create(options: {
    tally: Tally;
    processes: ReplicaProcesses;
    server: PostgresServer;
    createDatabase: (directory: string) => SiteDatabase;
  }): Promise<Site> {
    const directory = await mkdtemp(join(tmpdir(), 'static-data-faults-'));
    return new Site({
      directory,
      tally: options.tally,
      processes: options.processes,
      server: options.server,
      source: await Source.create(join(directory, 'source')),
      database: options.createDatabase(directory),
    });
  }

  private constructor(options: {
    directory: string;
    tally: Tally;
    processes: ReplicaProcesses;
    server: PostgresServer;
    source: Source;
    database: SiteDatabase;
  }) {
    this.#directory = options.directory;
    this.spoolDirectory = join(options.directory, 'spool');
    this.tally = options.tally;
    this.#processes = options.processes;
    this.#server = options.server;
    this.source = options.source;
    this.database = options.database;
  }

  /** A process that serves requests: one that runs, or a new one with a first sync. */
  async getReplica(): Promise<Replica> {
    const running = this.#replicas.find(replica => replica.isRunning());
    if (running) {
      return running;
    }
    const replica = await this.startReplica();
    await runSync(replica);
    return replica;
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
    const { clockSkewMs, fault } = settings;
    const replica = Replica.start({
      process: clockSkewMs
        ? this.#processes.takeWithSkewedClock(clockSkewMs)
        : this.#processes.take(),
      fault,
      configFile,
      url,
      token: this.#token,
      onFault: () => this.tally.countFault(),
      onSyncStarted: syncId => {
        this.startedSyncs.add(syncId);
        this.tally.countStarted(syncId);
      },
    });
    this.#replicas.push(replica);
    return replica;
  }

  /** Stops the database server at once. */
  async stopDatabase(): Promise<void> {
    this.tally.countFault();
    await this.#server.stopImmediately();
  }

  async startDatabaseAgain(): Promise<void> {
    await this.#server.startAgain();
  }

  /** Whether the record of a sync waits for the database. */
  async isSpooled(syncId: string): Promise<boolean> {
    const files = await readdir(this.spoolDirectory, { recursive: true });
    return files.some(file => basename(file) === `${syncId}.ndjson`);
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
        rules: [{ allow: ['Component', 'API', 'Group', 'System'] }],
        processingInterval: { minutes: 10 },
      },
      staticData: {
        directory: this.source.directory,
        spoolDirectory: this.spoolDirectory,
        // Syncs start when a scenario asks for one.
        schedule: { frequency: '0 0 1 1 *', initialDelay: { hours: 24 } },
      },
    };
  }
}
