import { ChildProcess } from 'node:child_process';
import { EventEmitter, on, once } from 'node:events';
import {
  HoldPoint,
  ReplicaCommand,
  ReplicaMessage,
  SignalAtStatement,
} from '../protocol';
import { within } from './waitFor';

const KEPT_LINES = 40;
const MAX_LINE = 600;

/** Characters that move the cursor, colour what follows, or turn around the direction of the text. */
const RAW = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u;

export interface ReplicaOptions {
  process: ChildProcess;
  configFile: string;
  url: string;
  /** Sent with each request. */
  token: string;
  /** In force from the very start. */
  fault?: SignalAtStatement;
  withoutModule?: boolean;
  withoutEvents?: boolean;
  rebindingName?: string;
  onFault: () => void;
  onSyncStarted: (syncId: string) => void;
}

/** One process with the product in it. */
export class Replica {
  readonly #options: ReplicaOptions;
  readonly #process: ChildProcess;
  readonly #messages = new EventEmitter();
  readonly #output: string[] = [];
  readonly #exited: Promise<number | null>;
  readonly #startedSyncs = new Set<string>();
  readonly #runningSyncs = new Set<string>();
  #mostSyncsAtOnce = 0;
  #rawLine?: string;

  /** Starts the product in a process, and does not wait for it. */
  static start(options: ReplicaOptions): Replica {
    const replica = new Replica(options);
    const { configFile, fault, withoutModule, withoutEvents, rebindingName } =
      options;
    options.process.send({
      type: 'start',
      configFile,
      fault,
      withoutModule,
      withoutEvents,
      rebindingName,
    });
    return replica;
  }

  private constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#process = options.process;
    this.#exited = Promise.all([
      once(this.#process, 'exit'),
      // Until then, messages of it may still be on their way.
      once(this.#process, 'disconnect'),
    ]).then(([[code]]) => code);
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', chunk => this.#keepOutput(String(chunk)));
    }
    this.#process.on('message', (message: ReplicaMessage) => {
      if (message.type === 'leaseTaken') {
        this.#startedSyncs.add(message.syncId);
        this.#runningSyncs.add(message.syncId);
        this.#mostSyncsAtOnce = Math.max(
          this.#mostSyncsAtOnce,
          this.#runningSyncs.size,
        );
        options.onSyncStarted(message.syncId);
      } else if (message.type === 'leaseGivenBack') {
        this.#runningSyncs.delete(message.syncId);
      }
      this.#messages.emit(message.type, message);
    });
  }

  /** Waits until it serves requests. */
  async ready(): Promise<void> {
    const outcome = await within(
      'a replica to start',
      Promise.race([once(this.#messages, 'ready'), this.#exited]),
      120_000,
    );
    if (!Array.isArray(outcome)) {
      throw new Error(`A replica did not start:\n${this.output()}`);
    }
  }

  /** The last lines that it printed. */
  output(): string {
    return this.#output.join('\n');
  }

  /** A line that it printed with characters that can fake others, if there was one. */
  get rawLine(): string | undefined {
    return this.#rawLine;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** Whether it has ever held the lease for a sync, as far as it has told. */
  hasStarted(syncId: string): boolean {
    return this.#startedSyncs.has(syncId);
  }

  /** Ids of the syncs for which it holds the lease, as far as it has told. */
  get runningSyncs(): string[] {
    return [...this.#runningSyncs];
  }

  /** For how many syncs it has held a lease at the same time. */
  get mostSyncsAtOnce(): number {
    return this.#mostSyncsAtOnce;
  }

  isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get url(): string {
    return this.#options.url;
  }

  /** To be sent with each request. */
  get headers(): { authorization: string } {
    return { authorization: `Bearer ${this.#options.token}` };
  }

  async request(
    path: string,
    init: { method?: string; body?: object; timeoutMs?: number } = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: init.method,
      signal: AbortSignal.timeout(init.timeoutMs ?? 60_000),
      headers: {
        ...this.headers,
        ...(init.body && { 'content-type': 'application/json' }),
      },
      body: init.body && JSON.stringify(init.body),
    });
  }

  /** Waits until everything has arrived that it has told so far. */
  async caughtUp(): Promise<void> {
    await this.#command({ type: 'catchUp' });
  }

  /**
   * Has the next that comes to a point be held there; `held` resolves when it is.
   *
   * @param source - the next of this source
   */
  async holdAt(
    point: HoldPoint,
    source?: string,
  ): Promise<{ held: Promise<void> }> {
    const message = this.#untilHeld(point, source);
    await this.#command({ type: 'holdAt', point, source });
    const held = within(`a sync to come to ${point}`, message);
    // Nobody waits for it any more if something else fails first.
    held.catch(() => {});
    return { held };
  }

  /** Lets everything go on that is held. It may be killed then before it can answer. */
  async letGo(): Promise<void> {
    await Promise.race([this.#command({ type: 'letGo' }), this.#exited]);
  }

  /** Has it be hit by a signal at a statement; `signalled` resolves when it is. */
  async signalAtStatement(
    fault: SignalAtStatement,
  ): Promise<{ signalled: Promise<void> }> {
    this.#options.onFault();
    const signalled = once(this.#messages, 'signalled').then(() => {});
    await this.#command({ type: 'signalAtStatement', fault });
    return { signalled };
  }

  /** Lets the database of the store grow by so many pages; null: as it likes. */
  async limitDatabase(morePages: number | null): Promise<void> {
    await this.#command({ type: 'limitDatabase', morePages });
  }

  /** Sets the clock of one that was started with a clock that is off. */
  async setClock(skewMs: number): Promise<void> {
    this.#options.onFault();
    await this.#command({ type: 'setClock', skewMs });
  }

  /** What it holds on to, after its garbage was collected, and how busy it was before. */
  async measure(): Promise<{
    heapMegabytes: number;
    handles: number;
    /** For how long its event loop stood still at most, since it was measured before. */
    longestBlockMs: number;
  }> {
    const message = once(this.#messages, 'measured');
    await this.#command({ type: 'measure' });
    const [{ heapMegabytes, handles, longestBlockMs }] = await message;
    return { heapMegabytes, handles, longestBlockMs };
  }

  /** Kills it, as a fault. */
  async kill(): Promise<void> {
    this.#options.onFault();
    await this.discard();
  }

  /** Ends it, because it is not needed any more. */
  async discard(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** Stops it where it is, until it is thawed. */
  freeze(): void {
    this.#options.onFault();
    this.#process.kill('SIGSTOP');
  }

  /** Lets it go on after SIGSTOP. */
  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  /** Asks it to end, and waits until it has begun to. */
  async terminate(): Promise<void> {
    this.#options.onFault();
    const begun = once(this.#messages, 'shuttingDown');
    this.#process.kill('SIGTERM');
    await within('a replica to shut down', begun);
  }

  /** Waits for its end, and gives its exit code; null after a signal. */
  async exited(): Promise<number | null> {
    return within('a replica to end', this.#exited);
  }

  async #untilHeld(point: HoldPoint, source?: string): Promise<void> {
    for await (const [held] of on(this.#messages, 'held')) {
      if (
        held.point === point &&
        (source === undefined || held.source === source)
      ) {
        return;
      }
    }
  }

  async #command(command: ReplicaCommand): Promise<void> {
    const done = once(this.#messages, 'done');
    this.#process.send(command);
    await within(`an answer to ${command.type}`, done);
  }

  #keepOutput(text: string): void {
    this.#rawLine ??= text.split('\n').find(line => RAW.test(line));
    const lines = text.split('\n').filter(line => line && !isRequest(line));
    this.#output.push(...lines.map(line => line.slice(0, MAX_LINE)));
    this.#output.splice(0, this.#output.length - KEPT_LINES);
  }
}

function isRequest(line: string): boolean {
  return line.includes('"incomingRequest"') || line.includes('isAuditEvent');
}
