import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HumanDuration } from '@backstage/types';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { PRODUCT_PATH } from './paths';

/** Playwright numbers the workers that run at the same time. */
const PORT = 7117 + Number(process.env.TEST_PARALLEL_INDEX ?? 0);
const START_TIMEOUT_MS = 120_000;

/** The part of the configuration that is about Static Data. */
export interface StaticDataConfig {
  directory: string | null;
  github?: { repo: string; branch: string; apiBaseUrl: string; token?: string };
  /** In place of one source. */
  sources?: Record<string, { directory: string; files?: object }>;
  schedule: { frequency?: string; initialDelay: HumanDuration };
  /** Of pull requests. */
  checks?: { enabled: boolean };
}

/**
 * The built product (`dist/product`) in a process of its own: one port for the app and the
 * API, a guest, SQLite in a folder of its own.
 */
export class Product {
  readonly baseUrl = `http://localhost:${PORT}`;
  readonly #directory: string;
  #process: ChildProcess | undefined;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Starts the product with an empty database, and waits until it answers. */
  static async start(staticData: StaticDataConfig): Promise<Product> {
    const directory = await mkdtemp(join(tmpdir(), 'static-data-browser-'));
    const product = new Product(directory);
    await product.configure(staticData);
    await product.start();
    return product;
  }

  /** Changes the configuration, which the next start reads. */
  async configure(staticData: StaticDataConfig): Promise<void> {
    await writeFile(
      this.#configPath,
      JSON.stringify(this.#toConfig(staticData)),
    );
  }

  /** The file of the plugin's database; to be changed only while the product is stopped. */
  get databasePath(): string {
    return join(this.#directory, 'static-data-store.sqlite');
  }

  /** Starts the product again, after a stop. */
  async start(): Promise<void> {
    this.#process = spawn(
      process.execPath,
      [
        'packages/backend',
        '--config',
        'app-config.yaml',
        '--config',
        this.#configPath,
      ],
      {
        cwd: PRODUCT_PATH,
        stdio: ['ignore', process.env.DEBUG ? 'inherit' : 'ignore', 'inherit'],
        env: {
          ...process.env,
          NODE_ENV: 'production',
          // of all that is compiled at a start, most is the same every time
          NODE_COMPILE_CACHE: join(PRODUCT_PATH, 'compile-cache'),
        },
      },
    );
    const readiness = `${this.baseUrl}/.backstage/health/v1/readiness`;
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(readiness))) {
      if (this.#process.exitCode !== null || Date.now() > deadline) {
        throw new Error('The product did not start');
      }
      await sleep(200);
    }
  }

  /** Ends the process; the database stays. */
  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running && running.exitCode === null) {
      const exited = once(running, 'exit');
      running.kill('SIGTERM');
      await exited;
    }
  }

  /** Restarts with an empty database, for tests that depend on the history of the syncs. */
  async restartEmpty(): Promise<void> {
    await this.stop();
    for (const file of await readdir(this.#directory)) {
      if (file.includes('.sqlite')) {
        await rm(join(this.#directory, file));
      }
    }
    await this.start();
  }

  /** Ends the process, and deletes the database. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /**
   * Calls the API of the plugin as the guest.
   *
   * @param path - begins after `/api/static-data`
   * @param body - is posted where there is one
   */
  async call<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.baseUrl}/api/static-data${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await this.#signIn()}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return await response.json();
  }

  /** Receives what GitHub posts to a webhook. */
  async receiveWebhook(
    event: 'push' | 'pull_request',
    payload: object,
  ): Promise<void> {
    const response = await fetch(`${this.baseUrl}/api/events/http/github`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
      },
      body: JSON.stringify(payload),
    });
    if (!response.ok) {
      throw new Error(`${response.status} ${await response.text()}`);
    }
  }

  /**
   * Syncs, and waits for the end.
   *
   * @param source - which one, if there are several
   */
  async sync(source?: string): Promise<SyncHistoryRecord> {
    const answer = await this.call<{ sync: SyncHistoryRecord }>('/refresh', {
      source,
      wait: true,
    });
    return answer.sync;
  }

  async #signIn(): Promise<string> {
    const response = await fetch(`${this.baseUrl}/api/auth/guest/refresh`, {
      method: 'POST',
    });
    const { backstageIdentity } = await response.json();
    return backstageIdentity.token;
  }

  get #configPath(): string {
    return join(this.#directory, 'app-config.json');
  }

  #toConfig(staticData: StaticDataConfig): object {
    return {
      app: { baseUrl: this.baseUrl },
      backend: {
        baseUrl: this.baseUrl,
        listen: { port: PORT },
        database: {
          client: 'better-sqlite3',
          connection: { directory: this.#directory },
        },
      },
      auth: {
        providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
      },
      catalog: {
        // Relative to the working directory, as in a deployment.
        locations: [
          { type: 'file', target: 'catalog-info.yaml' },
          { type: 'file', target: 'docs/api-entity.yaml' },
          { type: 'file', target: 'examples/guest.yaml' },
        ],
      },
      events: {
        http: { topics: ['github'] },
        // A stop waits for the end of requests that wait for events.
        notifyTimeoutMs: 1_000,
      },
      search: {
        collators: {
          // No test waits so long: after a start, whatever is found was indexed at the start.
          catalog: { schedule: { frequency: { hours: 1 } } },
        },
      },
      staticData,
    };
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
