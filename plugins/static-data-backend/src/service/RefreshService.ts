import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { EventsService } from '@backstage/plugin-events-node';
import {
  RefreshRequestedEvent,
  RefreshRequestState,
  RefreshResponse,
  STATIC_DATA_REFRESH_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  RefreshRequest,
  RefreshRequestStore,
  StaticDataConfig,
  SyncHistoryStore,
  SyncLeaseStore,
} from '@internal/plugin-static-data-node';
import { TooManyRequestsError } from './TooManyRequestsError';

/** The event that a sync has ended may be lost. */
const POLL_INTERVAL_MS = 250;

const MAX_WAIT_MS = 10 * 60 * 1000;

/** Each of them is asked for whenever the database is polled. */
const MAX_WAITING = 200;

/** When a refused client may try again: a dry run takes some seconds. */
const RETRY_AFTER_SECONDS = 30;

/** So that one user or service cannot keep all others from previewing, or from waiting. */
const SHARE_OF_CALLER = 1 / 4;

interface RefreshServiceOptions {
  store: {
    history: Pick<SyncHistoryStore, 'get' | 'getAll'>;
    lease: Pick<SyncLeaseStore, 'find'>;
    refreshRequests: Pick<RefreshRequestStore, 'isQueued'>;
    ofSource(sourceId: string): {
      refreshRequests: Pick<RefreshRequestStore, 'enqueue' | 'enqueueDryRun'>;
      releaseRequests: Pick<RefreshRequestStore, 'enqueue'>;
    };
  };
  config: { limits: Pick<StaticDataConfig['limits'], 'maxQueuedDryRuns'> };
  events: EventsService;
  logger: LoggerService;
  maxWaitMs?: number;
}

/** Somebody who waits for the end of a sync. */
interface Waiting {
  syncId: string;
  caller: string;
  end: (record: SyncHistoryRecord | undefined) => void;
  fail: (error: unknown) => void;
}

/** Accepts requests for manual syncs, and waits for their end. */
export class RefreshService {
  readonly #options: RefreshServiceOptions;
  readonly #waiting = new Set<Waiting>();
  #isPolling = false;
  /** Ends the pause between two polls. */
  #wake = () => {};

  private constructor(options: RefreshServiceOptions) {
    this.#options = options;
  }

  static async create(options: RefreshServiceOptions): Promise<RefreshService> {
    const service = new RefreshService(options);
    await options.events.subscribe({
      id: 'static-data-refresh-wait',
      topics: [STATIC_DATA_SYNC_TOPIC],
      onEvent: async () => service.#wake(),
    });
    return service;
  }

  /**
   * Stores a request for a sync of a source, or joins an equal one that is queued, and publishes it.
   *
   * @param options - `message`: what to answer unless it joins another one
   * @throws TooManyRequestsError if too many dry runs are queued
   */
  async request(options: {
    source: string;
    triggeredBy: string;
    dryRun: boolean;
    ref?: string;
    stateOf?: string;
    full?: boolean;
    message?: string;
  }): Promise<RefreshResponse> {
    const { source, message, ...wanted } = options;
    const queued = await this.#enqueue(source, {
      ...wanted,
      syncType: 'MANUAL',
    });
    return this.#answer(
      { ...queued, source },
      wanted.triggeredBy,
      message ?? describeRequest(wanted),
    );
  }

  /** The same for the removal of all entities of a source that has left the configuration. */
  async requestRelease(options: {
    source: string;
    triggeredBy: string;
  }): Promise<RefreshResponse> {
    const { source, triggeredBy } = options;
    const { releaseRequests } = this.#options.store.ofSource(source);
    const queued = await releaseRequests.enqueue({
      syncType: 'MANUAL',
      triggeredBy,
      dryRun: false,
    });
    return this.#answer(
      { ...queued, source },
      triggeredBy,
      `Release of the entities of '${source}' requested`,
    );
  }

  #answer(
    queued: RefreshRequest & { joined: boolean; source: string },
    caller: string,
    message: string,
  ): RefreshResponse {
    const { joined, syncId, source, createdAt: timestamp } = queued;
    // Never the schedule: its request would have been replaced.
    const { triggeredBy = caller } = queued;
    this.#announce({ syncId, source });
    return {
      message: joined
        ? `Joined an equal request of ${triggeredBy} that is already queued`
        : message,
      syncId,
      triggeredBy,
      timestamp,
      status: 'QUEUED',
    };
  }

  async #enqueue(
    source: string,
    request: Parameters<RefreshRequestStore['enqueueDryRun']>[0],
  ): Promise<RefreshRequest & { joined: boolean }> {
    const { store, config } = this.#options;
    const { refreshRequests } = store.ofSource(source);
    if (!request.dryRun) {
      return refreshRequests.enqueue(request);
    }
    const max = config.limits.maxQueuedDryRuns;
    const maxOfCaller = Math.ceil(max * SHARE_OF_CALLER);
    const queued = await refreshRequests.enqueueDryRun(request, {
      max,
      maxOfCaller,
    });
    if (!queued) {
      throw new TooManyRequestsError(
        `Too many dry runs are queued: at most ${max}, of which one user or service may have ${maxOfCaller}. Try again in ${RETRY_AFTER_SECONDS} seconds`,
        RETRY_AFTER_SECONDS,
      );
    }
    return queued;
  }

  /**
   * How far a request has got.
   *
   * @returns undefined if there is no such request
   */
  async getState(syncId: string): Promise<RefreshRequestState | undefined> {
    const { refreshRequests, lease, history } = this.#options.store;
    // In the order in which a request progresses, so that it cannot be missed in between.
    if (await refreshRequests.isQueued(syncId)) {
      return { syncId, status: 'QUEUED' };
    }
    const running = await lease.find(syncId);
    if (running) {
      return { syncId, status: 'RUNNING', running };
    }
    const sync = await history.get(syncId);
    return sync && { syncId, status: 'FINISHED', sync };
  }

  /**
   * Waits for the record of a sync, for 10 minutes at most.
   *
   * @returns undefined if it has not ended by then, when the signal is aborted, and at once if too
   * many already wait, of all or of the caller
   */
  async waitFor(
    syncId: string,
    abort: AbortSignal,
    caller: string,
  ): Promise<SyncHistoryRecord | undefined> {
    const { maxWaitMs = MAX_WAIT_MS } = this.#options;
    const signal = AbortSignal.any([abort, AbortSignal.timeout(maxWaitMs)]);
    const ofCaller = [...this.#waiting].filter(it => it.caller === caller);
    if (
      signal.aborted ||
      this.#waiting.size >= MAX_WAITING ||
      ofCaller.length >= MAX_WAITING * SHARE_OF_CALLER
    ) {
      return undefined;
    }
    return new Promise<SyncHistoryRecord | undefined>((end, fail) => {
      const waiting = { syncId, caller, end, fail };
      signal.addEventListener('abort', () => {
        this.#waiting.delete(waiting);
        end(undefined);
      });
      this.#waiting.add(waiting);
      this.#wake();
      if (!this.#isPolling) {
        this.#poll();
      }
    });
  }

  /** Asks for all that are waited for with one question, again and again until nobody waits. */
  async #poll(): Promise<void> {
    this.#isPolling = true;
    while (this.#waiting.size > 0) {
      // Listens before it looks, so that an end in between is not missed.
      const pause = this.#pause();
      const asking = [...this.#waiting];
      try {
        const ids = new Set(asking.map(({ syncId }) => syncId));
        const records = await this.#options.store.history.getAll([...ids]);
        for (const waiting of asking) {
          const record = records.find(({ id }) => id === waiting.syncId);
          if (record) {
            this.#waiting.delete(waiting);
            waiting.end(record);
          }
        }
      } catch (error) {
        for (const waiting of asking) {
          this.#waiting.delete(waiting);
          waiting.fail(error);
        }
      }
      await pause;
    }
    this.#isPolling = false;
  }

  /** Resolves when a sync ends, or after a moment. */
  #pause(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      // Not cleared: waking twice does nothing.
      setTimeout(resolve, POLL_INTERVAL_MS);
    });
  }

  /**
   * The request is the stored row; the event only makes it noticed sooner. Nothing waits for its
   * subscribers, which may take any time.
   */
  #announce(eventPayload: RefreshRequestedEvent): void {
    const { events, logger } = this.#options;
    events
      .publish({ topic: STATIC_DATA_REFRESH_TOPIC, eventPayload })
      .catch(error =>
        logger.warn(
          `Could not publish that refresh ${eventPayload.syncId} was requested; it starts when the catalog module next checks for requests: ${error}`,
        ),
      );
  }
}

/** What is to be read, and how. */
type Wanted = Pick<RefreshRequest, 'dryRun' | 'ref' | 'stateOf' | 'full'>;

function describeRequest({ dryRun, ref, stateOf, full }: Wanted): string {
  if (full) {
    return 'Full catalog refresh requested';
  }
  if (!dryRun) {
    return 'Catalog refresh requested';
  }
  if (stateOf !== undefined) {
    return `Dry run of the state after sync ${stateOf} requested`;
  }
  return ref === undefined
    ? 'Dry run requested'
    : `Dry run of '${ref}' requested`;
}

/** What the audit log says of a request for a sync. */
export function toAuditMetadata(
  { syncId, source }: { syncId: string; source: string },
  { dryRun, ref, stateOf, full }: Wanted,
): JsonObject {
  return {
    syncId,
    source,
    dryRun,
    ...(ref ? { ref } : {}),
    ...(stateOf ? { stateOf } : {}),
    ...(full ? { full } : {}),
  };
}
