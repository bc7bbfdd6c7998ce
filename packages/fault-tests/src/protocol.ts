/**
 * A moment in the work of a replica at which it can be held: before an operation of the
 * store, or after it, whether it failed or not. For example `lease.acquire:after`, or for a
 * heartbeat, with the step that it reports, `lease.heartbeat(PARSE):before`.
 */
export type HoldPoint = `${string}:${'before' | 'after'}`;

/** Databases whose statements can be watched. */
export type WatchedDatabase = 'store' | 'catalog';

/** A statement at whose start a replica sends itself a signal. */
export interface SignalAtStatement {
  database: WatchedDatabase;
  /** Part of the statement or of one of its values. */
  containing: string;
  /** How many such statements pass before. */
  skip: number;
  signal: 'SIGKILL' | 'SIGSTOP';
}

/** From the harness to a replica. */
export type ReplicaCommand =
  | {
      type: 'start';
      configFile: string;
      fault?: SignalAtStatement;
      /** Whether the catalog has no module of the product. */
      withoutModule?: boolean;
      /** Whether no event ever arrives. */
      withoutEvents?: boolean;
      /** A name that stands for an address of the internet and one of this machine, in turns. */
      rebindingName?: string;
    }
  | { type: 'setClock'; skewMs: number }
  | { type: 'measure' }
  /** Does nothing but answer, after everything that was told before. */
  | { type: 'catchUp' }
  | {
      type: 'holdAt';
      point: HoldPoint;
      /** Of whose syncs; of those of any source if left out. */
      source?: string;
    }
  | { type: 'letGo' }
  | { type: 'signalAtStatement'; fault: SignalAtStatement }
  | { type: 'limitDatabase'; morePages: number | null };

/** From a replica to the harness. */
export type ReplicaMessage =
  | { type: 'ready' }
  | { type: 'leaseTaken'; syncId: string }
  | { type: 'leaseGivenBack'; syncId: string }
  | { type: 'held'; point: HoldPoint; source?: string }
  | { type: 'signalled' }
  | {
      type: 'measured';
      heapMegabytes: number;
      handles: number;
      /** For how long the event loop stood still at most, since it was measured before. */
      longestBlockMs: number;
    }
  | { type: 'shuttingDown' }
  | { type: 'done' };
