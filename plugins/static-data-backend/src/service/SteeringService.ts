import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { EventsService } from '@backstage/plugin-events-node';
import {
  CancelResponse,
  describePin,
  RefreshRequestedEvent,
  RefreshResponse,
  STATIC_DATA_REFRESH_TOPIC,
  STATIC_DATA_STEERING_TOPIC,
  SteeringEvent,
  SteeringResponse,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  RequestedSync,
  StaticDataStore,
  SteeringActToStore,
} from '@internal/plugin-static-data-node';
import { findRunningOrRecordedSync, findSync } from './lookups';
import { RefreshService } from './RefreshService';
import { SourceService } from './SourceService';
import { StateService } from './StateService';

interface SteeringServiceOptions {
  store: StaticDataStore;
  sources: SourceService;
  refresh: Pick<RefreshService, 'request'>;
  states: Pick<StateService, 'findRestorable'>;
  events: EventsService;
  logger: LoggerService;
}

/** What somebody wants to be done, and why. */
interface SteeringRequest {
  source: string;
  triggeredBy: string;
  reason?: string;
}

/** Pauses, pins and cancels. */
export class SteeringService {
  readonly #options: SteeringServiceOptions;

  constructor(options: SteeringServiceOptions) {
    this.#options = options;
  }

  /**
   * Pauses a source.
   *
   * @throws NotFoundError if there is no such source, or it has left the configuration
   * @throws ConflictError if it is paused already
   */
  async pause(
    request: SteeringRequest & { until?: string },
  ): Promise<SteeringResponse> {
    const { store, source, act } = await this.#prepare(request);
    if (!(await store.steering.pause(act))) {
      const { pause } = await store.steering.get();
      throw new ConflictError(
        `The source '${source}' is paused already${
          pause ? `, by ${pause.pausedBy}: ${pause.reason}` : ''
        }`,
      );
    }
    this.#publish({ source, type: 'PAUSE' });
    return this.#answer(
      source,
      `The source '${source}' is paused${
        request.until ? ` until ${request.until}` : ''
      }`,
    );
  }

  /**
   * Resumes a source, and requests a sync of it.
   *
   * @throws NotFoundError as for {@link SteeringService.pause}
   * @throws ConflictError if it is not paused
   */
  async resume(request: SteeringRequest): Promise<SteeringResponse> {
    const { store, source, act } = await this.#prepare(request);
    const settings = await this.#options.sources.getSettings(source);
    const { pause } = await settings.readSteering();
    const sync = await store.steering.resume(act, {
      isInMaintenance: pause !== null && pause.pausedBy === null,
    });
    if (!sync) {
      throw new ConflictError(`The source '${source}' is not paused`);
    }
    this.#publish({ source, type: 'RESUME' }, sync);
    return this.#answer(source, `The source '${source}' is resumed`, sync);
  }

  /**
   * Pins a source to a revision, and requests the sync that reads it.
   *
   * @throws NotFoundError as for {@link SteeringService.pause}, or if there is no such sync
   * @throws InputError if the source has no such thing as a ref
   * @throws ConflictError if it has another pin than the one to replace, or the sync left no state that can
   * be restored
   */
  async pin(
    request: SteeringRequest & {
      ref?: string;
      syncId?: string;
      until?: string;
      replaces?: number;
    },
  ): Promise<SteeringResponse> {
    const { ref, syncId, replaces } = request;
    const { store, source, act } = await this.#prepare(request);
    if (ref !== undefined && this.#isDirectory(source)) {
      throw new InputError(
        `Invalid request: ref: the source '${source}' is a directory, which has no branches, tags and commits; name the syncId of an earlier sync`,
      );
    }
    const restored =
      syncId === undefined
        ? undefined
        : await this.#options.states.findRestorable(syncId, source);
    const sync = await store.steering.pin(
      restored ? { ...act, ...toPinned(restored.sync) } : { ...act, ref },
      replaces,
    );
    if (!sync) {
      const { pin } = await store.steering.get();
      throw new ConflictError(
        pin
          ? `The source '${source}' is pinned to ${describePin(pin)} by ${
              pin.pinnedBy
            }; to replace that pin, name its id, which is ${pin.id}`
          : `The source '${source}' is not pinned any more, so no pin can be replaced`,
      );
    }
    this.#publish({ source, type: 'PIN' }, sync);
    const { pin } = await store.steering.get();
    return this.#answer(
      source,
      `The source '${source}' is pinned${pin ? ` to ${describePin(pin)}` : ''}`,
      sync,
    );
  }

  /**
   * Ends the pin of a source, and requests the sync that reads what is configured.
   *
   * @param request - `pin`: id of the pin; left out: whichever is in force
   * @throws NotFoundError as for {@link SteeringService.pause}
   * @throws ConflictError if it is not pinned, or has another pin
   */
  async unpin(
    request: SteeringRequest & { pin?: number },
  ): Promise<SteeringResponse> {
    const { store, source, act } = await this.#prepare(request);
    const sync = await store.steering.unpin(act, request.pin);
    if (!sync) {
      const { pin } = await store.steering.get();
      throw new ConflictError(
        pin
          ? `The source '${source}' has another pin by now: ${
              pin.pinnedBy
            } pinned it to ${describePin(pin)}`
          : `The source '${source}' is not pinned`,
      );
    }
    this.#publish({ source, type: 'UNPIN' }, sync);
    return this.#answer(source, `The source '${source}' is unpinned`, sync);
  }

  /**
   * Asks a running sync to stop.
   *
   * @throws NotFoundError if there is no such sync
   * @throws ConflictError if it has ended, or sends its changes
   */
  async cancel(request: {
    syncId: string;
    triggeredBy: string;
    reason?: string;
  }): Promise<CancelResponse> {
    const { syncId, triggeredBy, reason } = request;
    const { store } = this.#options;
    await findRunningOrRecordedSync(store, syncId);
    const running = await store.lease.find(syncId);
    if (!running) {
      throw new ConflictError('The sync has ended and cannot be cancelled');
    }
    const { source, number } = running;
    const ofSource = store.ofSource(source);
    const answer = {
      syncId,
      cancelledBy: triggeredBy,
      timestamp: new Date().toISOString(),
    };
    if (await ofSource.lease.cancel(syncId, triggeredBy)) {
      const sync = { id: syncId, number };
      await ofSource.steering.noteCancel({ triggeredBy, reason, sync });
      this.#publish({ source, type: 'CANCEL', syncId });
      return { ...answer, message: `Sync #${number} is being cancelled` };
    }
    const cancelledBy = (await store.lease.find(syncId))?.cancelledBy;
    if (cancelledBy === undefined) {
      throw new ConflictError(
        `Sync #${number} has begun to send its changes to the catalog, which is not stopped half-way`,
      );
    }
    return {
      ...answer,
      cancelledBy,
      message: `Sync #${number} is being cancelled by ${cancelledBy} already`,
    };
  }

  /**
   * Requests a sync that reads the same commit again and sends everything. Where no commit is known, it reads
   * the source as it is now, and the answer says so.
   *
   * @throws NotFoundError if there is no such sync
   * @throws ConflictError if it is not the latest one: its commit would be replaced by a later one, or the
   * other way round
   */
  async rerun(request: {
    syncId: string;
    triggeredBy: string;
  }): Promise<RefreshResponse> {
    const { store, refresh, sources } = this.#options;
    const { id, source, number, dryRun, revision } = await findSync(
      store,
      request.syncId,
    );
    if (dryRun) {
      throw new ConflictError(
        `#${number} is a dry run: request another one instead`,
      );
    }
    await sources.chooseForSync(source, { dryRun });
    const latest = await store.ofSource(source).history.getLatest();
    if (latest?.id !== id) {
      throw new ConflictError(
        `Only the latest sync can be run again, which is #${latest?.number}. To go back to what #${number} left behind, pin the source to it`,
      );
    }
    const ref = this.#isDirectory(source) ? undefined : revision;
    const { pin } = await store.ofSource(source).steering.get();
    return refresh.request({
      source,
      triggeredBy: request.triggeredBy,
      dryRun: false,
      full: true,
      ref,
      message: `Another run of #${number} requested, which reads ${
        (pin && `what the source is pinned to, ${describePin(pin)},`) ??
        ref ??
        'the source as it is now'
      } and sends everything`,
    });
  }

  async #prepare(request: SteeringRequest & { until?: string }) {
    const source = await this.#options.sources.choose(request.source);
    const { triggeredBy, reason, until } = request;
    const act: SteeringActToStore = { triggeredBy, reason, until };
    return { source, store: this.#options.store.ofSource(source), act };
  }

  #isDirectory(source: string): boolean {
    return this.#options.sources.getConfig(source).source.type === 'directory';
  }

  async #answer(
    source: string,
    message: string,
    sync?: RequestedSync,
  ): Promise<SteeringResponse> {
    const settings = await this.#options.sources.getSettings(source);
    const { pause, pin } = await settings.readSteering();
    return {
      message:
        sync && pause
          ? `${message}; its sync starts when the source is resumed`
          : message,
      source,
      steering: { pause, pin },
      ...(sync && { syncId: sync.syncId }),
    };
  }

  /** What counts is stored; the events only make it noticed sooner. */
  #publish(eventPayload: SteeringEvent, sync?: RequestedSync): void {
    const { events, logger } = this.#options;
    const requested: RefreshRequestedEvent | undefined = sync && {
      syncId: sync.syncId,
      source: eventPayload.source,
    };
    const publications = [
      events.publish({ topic: STATIC_DATA_STEERING_TOPIC, eventPayload }),
      requested &&
        events.publish({
          topic: STATIC_DATA_REFRESH_TOPIC,
          eventPayload: requested,
        }),
    ];
    for (const publication of publications) {
      publication?.catch(error =>
        logger.warn(
          `Could not publish what was done to the source '${eventPayload.source}'; it is noticed a few seconds later: ${error}`,
        ),
      );
    }
  }
}

/** A dry run stands for what it was asked to read; any other sync for itself. */
function toPinned(
  sync: SyncHistoryRecord,
): Pick<SteeringActToStore, 'ref' | 'revision' | 'sync'> {
  const { id, number, dryRun, revision, configSnapshot } = sync;
  return dryRun
    ? { ref: configSnapshot.branch, revision }
    : { revision, sync: { id, number } };
}

/** What the audit log says of an act. */
export function toSteeringAudit(
  { source, syncId }: Pick<SteeringResponse, 'source' | 'syncId'>,
  body: { [field: string]: string | number | undefined },
): JsonObject {
  const { syncId: restored, ...others } = body;
  return {
    source,
    ...(syncId && { syncId }),
    ...(restored !== undefined && { restored }),
    ...Object.fromEntries(
      Object.entries(others).filter(([, value]) => value !== undefined),
    ),
  };
}
