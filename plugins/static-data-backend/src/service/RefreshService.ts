import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  RefreshResponse,
  STATIC_DATA_REFRESH_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  RefreshRequest,
  RefreshRequestStore,
  SyncHistoryStore,
} from '@internal/plugin-static-data-node';
import { SyncEndedSignal } from './SyncEndedSignal';

const POLL_INTERVAL_MS = 250;

interface RefreshServiceOptions {
  store: {
    history: Pick<SyncHistoryStore, 'get'>;
    refreshRequests: Pick<RefreshRequestStore, 'enqueue'>;
  };
  events: EventsService;
  logger: LoggerService;
}

/** Takes requests for manual syncs, and waits for their end. */
export class RefreshService {
  readonly #store: RefreshServiceOptions['store'];
  readonly #events: EventsService;
  readonly #logger: LoggerService;
  readonly #syncEnded = new SyncEndedSignal();

  private constructor(options: RefreshServiceOptions) {
    this.#store = options.store;
    this.#events = options.events;
    this.#logger = options.logger;
  }

  static async create(options: RefreshServiceOptions): Promise<RefreshService> {
    const service = new RefreshService(options);
    await options.events.subscribe({
      id: 'static-data-refresh-wait',
      topics: [STATIC_DATA_SYNC_TOPIC],
      onEvent: async () => service.#syncEnded.emit(),
    });
    return service;
  }

  /** Stores a request, or joins an equal one that is queued, and has it attended to. */
  async request(options: {
    triggeredBy: string;
    dryRun: boolean;
    ref?: string;
  }): Promise<RefreshResponse> {
    const askedAt = Date.now();
    const request = await this.#store.refreshRequests.enqueue(options);
    this.#announce(request.syncId);
    const joined = getUuidTime(request.syncId) < askedAt;
    return {
      message: joined
        ? `Joined an equal request of ${request.triggeredBy} that is already queued`
        : describeRequest(request),
      syncId: request.syncId,
      triggeredBy: request.triggeredBy,
      timestamp: request.createdAt,
      status: 'QUEUED',
    };
  }

  /**
   * Waits for the record of a sync.
   *
   * @returns undefined when the signal was aborted first
   */
  async waitFor(
    syncId: string,
    signal: AbortSignal,
  ): Promise<SyncHistoryRecord | undefined> {
    while (!signal.aborted) {
      // Listens before it looks, so that an end in between is not missed.
      const pause = this.#syncEnded.wait({
        timeoutMs: POLL_INTERVAL_MS,
        signal,
      });
      const record = await this.#store.history.get(syncId);
      if (record) {
        return record;
      }
      await pause;
    }
    return undefined;
  }

  /**
   * The stored row is the request, the event only makes it heard sooner. Nobody waits for
   * it to be delivered: that may take as long as whoever hears it likes.
   */
  #announce(syncId: string): void {
    this.#events
      .publish({ topic: STATIC_DATA_REFRESH_TOPIC, eventPayload: { syncId } })
      .catch(error =>
        this.#logger.warn(
          `Refresh ${syncId} is stored, but could not be announced: ${error}`,
        ),
      );
  }
}

function describeRequest({ dryRun, ref }: RefreshRequest): string {
  if (!dryRun) {
    return 'Catalog refresh requested';
  }
  return ref === undefined
    ? 'Dry run requested'
    : `Dry run of '${ref}' requested`;
}

/** When a UUID of version 7 was made: its first 48 bits are milliseconds. */
function getUuidTime(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}
