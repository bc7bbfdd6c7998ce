import { EventEmitter, once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  StaticDataStore,
  SyncLeaseStore,
} from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import {
  ReplicaCommand,
  ReplicaMessage,
  SignalAtStatement,
  WatchedDatabase,
} from '../protocol';
import { HoldPoints } from './HoldPoints';
import { interceptOperations, Interceptor } from './interceptOperations';
import { signalAtStatement } from './signalAtStatement';

/** Does to this process what the harness asks for, and tells it what happens. */
export class FaultControl {
  readonly #holdPoints = new HoldPoints(send);
  readonly #databases = new Map<WatchedDatabase, Knex>();
  readonly #commands = new EventEmitter();
  #faultAtStart?: SignalAtStatement;

  /** Listens to the harness for as long as the process lives. */
  static start(): FaultControl {
    const control = new FaultControl();
    process.on('message', (command: ReplicaCommand) =>
      control.#obey(command).then(
        () => send({ type: 'done' }),
        error => {
          throw error;
        },
      ),
    );
    // Without the harness there is nobody to end it.
    process.on('disconnect', () => process.exit(1));
    return control;
  }

  /** Waits until the harness needs this process. */
  async untilStart(): Promise<Extract<ReplicaCommand, { type: 'start' }>> {
    const [command] = await once(this.#commands, 'start');
    return command;
  }

  tellReady(): void {
    send({ type: 'ready' });
  }

  tellShutdown(): void {
    send({ type: 'shuttingDown' });
  }

  /** Lets faults be bound to the statements of a database. */
  watchDatabase(name: WatchedDatabase, knex: Knex): void {
    this.#databases.set(name, knex);
    if (this.#faultAtStart?.database === name) {
      signalAtStatement(knex, this.#faultAtStart, tellSignal);
    }
  }

  /** A store that can be held before and after each operation, and tells of syncs that start. */
  watchStore(store: StaticDataStore): StaticDataStore {
    return {
      ...interceptOperations(store, this.#toInterceptor()),
      ofSource: id =>
        interceptOperations(store.ofSource(id), this.#toInterceptor(id)),
    };
  }

  #toInterceptor(source?: string): Interceptor {
    return async ({ name, args }, run) => {
      const point = toPointName(name, args);
      await this.#holdPoints.reach(`${point}:before`, source);
      try {
        const result = await run();
        tellOfLease(name, args, result);
        return result;
      } finally {
        await this.#holdPoints.reach(`${point}:after`, source);
      }
    };
  }

  async #obey(command: ReplicaCommand): Promise<void> {
    switch (command.type) {
      case 'start':
        this.#faultAtStart = command.fault;
        this.#commands.emit('start', command);
        return undefined;
      case 'holdAt':
        return this.#holdPoints.holdAt(command);
      case 'letGo':
        return this.#holdPoints.letGo();
      case 'signalAtStatement':
        return signalAtStatement(
          this.#getDatabase(command.fault.database),
          command.fault,
          tellSignal,
        );
      case 'setClock':
        process.env.FAULT_TESTS_CLOCK_SKEW_MS = String(command.skewMs);
        return undefined;
      case 'catchUp':
        return undefined;
      case 'measure':
        return send({ type: 'measured', ...measure() });
      case 'limitDatabase':
        return this.#limitDatabase(command.morePages);
      default:
        throw new Error(`Unknown command ${JSON.stringify(command)}`);
    }
  }

  /** What a full disk is to SQLite: the same error at the same statements. */
  async #limitDatabase(morePages: number | null): Promise<void> {
    const knex = this.#getDatabase('store');
    const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
    const limit = morePages === null ? 2 ** 30 : pages + morePages;
    await knex.raw(`PRAGMA max_page_count = ${limit}`);
  }

  #getDatabase(name: WatchedDatabase): Knex {
    const knex = this.#databases.get(name);
    if (!knex) {
      throw new Error(`There is no database '${name}' yet`);
    }
    return knex;
  }
}

function send(message: ReplicaMessage): void {
  process.send?.(message);
}

const eventLoop = monitorEventLoopDelay({ resolution: 10 });
eventLoop.enable();

function measure() {
  const longestBlockMs = Math.round(eventLoop.max / 1e6);
  global.gc?.();
  eventLoop.reset();
  return {
    heapMegabytes: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
    handles: process.getActiveResourcesInfo().length,
    longestBlockMs,
  };
}

function tellSignal(): void {
  send({ type: 'signalled' });
}

function toPointName(name: string, args: unknown[]) {
  return name === 'lease.heartbeat' ? `${name}(${args[1]})` : name;
}

function tellOfLease(name: string, args: unknown[], result: unknown): void {
  if (name === 'lease.acquire') {
    const [request] = args as Parameters<SyncLeaseStore['acquire']>;
    const lease = result as Awaited<ReturnType<SyncLeaseStore['acquire']>>;
    if (lease.acquired) {
      send({ type: 'leaseTaken', syncId: request.syncId });
    }
  } else if (name === 'lease.release') {
    send({ type: 'leaseGivenBack', syncId: String(args[0]) });
  }
}
