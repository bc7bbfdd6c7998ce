/** A PostgreSQL server of the run's own. */
export class PostgresServer {
  readonly #server: EmbeddedServer;
  #isStopped = false;

  private constructor(server: EmbeddedServer) {
    this.#server = server;
  }

  static async start(): Promise<PostgresServer> {
    // What the unit tests start theirs with; the scripts are no package.
    // eslint-disable-next-line @backstage/no-relative-monorepo-imports
    const { startPostgres } = await import(
      '../../../../scripts/lib/embeddedPostgres.mjs'
    );
    return new PostgresServer(await startPostgres());
  }

  get connection() {
    const { port, user, password } = this.#server;
    return { host: '127.0.0.1', port, user, password };
  }

  /** As if its machine lost power, but for what the disk holds. */
  async stopImmediately(): Promise<void> {
    this.#isStopped = true;
    await this.#server.stopImmediately();
  }

  /** Starts it again with the data that it had, if it is stopped. */
  async startAgain(): Promise<void> {
    if (this.#isStopped) {
      await this.#server.startAgain();
      this.#isStopped = false;
    }
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}

type EmbeddedServer = Awaited<
  ReturnType<
    typeof import('../../../../scripts/lib/embeddedPostgres.mjs').startPostgres
  >
>;
