import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { listFirst } from '@internal/plugin-static-data-common';
import { listEntityReferences } from '@internal/plugin-static-data-model';
import {
  ArrivalFinding,
  PendingChange,
  SourceStore,
} from '@internal/plugin-static-data-node';
import { SentSource, withSentVersion } from '../apply/sentVersion';
import { StaticDataProvider } from '../apply/StaticDataProvider';
import { Redactor } from '../Redactor';
import { toBatches } from '../toBatches';
import { toSafeReason } from './createRefusalRecorder';
import { judgeArrival, Arrival } from './judgeArrival';
import { ResendSchedule, WaitingChange } from './ResendSchedule';

/**
 * Changes to look up in one run. At one run every ten seconds, that is about as many as the catalog
 * processes: 50 to 140 entities per second.
 */
const MAX_CHANGES = 1000;

/** Changes to look up in one request, and the bytes of their versions: the catalog works on all of them at once. */
const BATCH_SIZE = 100;
const MAX_BATCH_LENGTH = 8 * 1024 * 1024;

/** Without relations: a group may have thousands. */
const FIELDS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

const MAX_NAMED_REFS = 5;

interface JudgedChange extends WaitingChange {
  arrival: Arrival;
}

export interface CatalogConfirmerOptions {
  store: SourceStore;
  known: SentSource;
  catalog: CatalogService;
  auth: AuthService;
  provider: StaticDataProvider;
  logger: LoggerService;
  redactor: Redactor;
}

/** Looks up in the catalog whether the changes that were sent to it have arrived. */
export class CatalogConfirmer {
  readonly #options: CatalogConfirmerOptions;
  readonly #resends = new ResendSchedule();
  /** Before this time the catalog may have been down. */
  readonly #startTime = Date.now();

  constructor(options: CatalogConfirmerOptions) {
    this.#options = options;
  }

  /**
   * Looks up pending changes, and some that have failed and may have arrived since, starting with
   * those that were looked up the longest time ago. They stay as they are if the catalog cannot be
   * reached.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { confirmations } = this.#options.store;
    const changes = [
      ...(await confirmations.listPending(MAX_CHANGES)),
      ...(await confirmations.listFailed(BATCH_SIZE)),
    ];
    const judged: JudgedChange[] = [];
    for (const batch of await this.#toBatches(changes)) {
      signal.throwIfAborted();
      const shown = await this.#lookUp(batch);
      if (!shown) {
        return;
      }
      const judgedBatch = await this.#judge(batch, shown);
      await confirmations.settle(
        judgedBatch.map(({ change, arrival }) =>
          this.#toFinding(change, arrival),
        ),
      );
      judged.push(...judgedBatch);
    }
    await this.#resendStuck(judged);
  }

  #toFinding(
    { syncId, entityRef, isFailed, reason: lastReason }: PendingChange,
    { status, reason, isRefused }: Arrival,
  ): ArrivalFinding {
    if (isFailed && status === 'pending') {
      // It had its time before it failed.
      return {
        syncId,
        entityRef,
        status: 'failed',
        reason: reason ?? lastReason,
      };
    }
    return {
      syncId,
      entityRef,
      status,
      ...(reason !== undefined && {
        reason: toSafeReason(reason, this.#options.redactor),
      }),
      ...(isRefused && { problem: 'refused' }),
    };
  }

  async #toBatches(changes: PendingChange[]): Promise<PendingChange[][]> {
    const lengths = await this.#options.store.changes.getVersionLengths(
      listHashes(changes),
    );
    return toBatches(
      changes,
      change =>
        Math.max(
          0,
          ...listHashes([change]).map(hash => lengths.get(hash) ?? 0),
        ),
      { items: BATCH_SIZE, length: MAX_BATCH_LENGTH },
    );
  }

  /** Undefined if the catalog cannot be reached. */
  async #lookUp(
    changes: PendingChange[],
  ): Promise<Array<Entity | undefined> | undefined> {
    try {
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs: changes.map(toRef), fields: FIELDS },
        { credentials: await this.#options.auth.getOwnServiceCredentials() },
      );
      return items;
    } catch (error) {
      const reason = toSafeReason(
        toError(error).message,
        this.#options.redactor,
      );
      this.#options.logger.warn(
        `Could not ask the catalog which changes have arrived; retrying in a few seconds: ${reason}`,
      );
      return undefined;
    }
  }

  async #judge(
    changes: PendingChange[],
    shown: Array<Entity | undefined>,
  ): Promise<JudgedChange[]> {
    const versions = await this.#getVersions(changes);
    const now = Date.now();
    return changes.map((change, index) => {
      const ageMs = now - Math.max(this.#startTime, Date.parse(change.sentAt));
      const arrival = judgeArrival({
        change,
        ...versions[index],
        shown: shown[index],
        known: this.#options.known,
        ageMs,
      });
      const isShown = shown[index] !== undefined && change.change !== 'removed';
      return { change, ageMs, isShown, arrival };
    });
  }

  /** The version that each change sent, and the one before. */
  async #getVersions(
    changes: PendingChange[],
  ): Promise<Array<{ sent?: Entity; previous?: Entity }>> {
    const versions = await this.#options.store.changes.getVersions(
      listHashes(changes),
    );
    return changes.map(({ previousHash = '', hash = '' }) => {
      const sent = versions.get(hash);
      return {
        sent: sent && withSentVersion(sent, this.#options.known, hash),
        previous: versions.get(previousHash),
      };
    });
  }

  /**
   * Has the catalog start over with entities that it has accepted, but does not show as they were
   * sent.
   *
   * The catalog saves an entity as processed, and then, in another transaction, queues it to be
   * shown. If its process ends in between, the entity is never shown as it was sent: each time it
   * is processed again, the result is the one that was saved. See `DefaultCatalogProcessingEngine`
   * in `@backstage/plugin-catalog-backend` 4.0.0.
   */
  async #resendStuck(judged: JudgedChange[]): Promise<void> {
    const settled = judged.filter(
      ({ arrival }) => arrival.status !== 'pending',
    );
    this.#resends.forget(settled.map(({ change }) => change));
    const waiting = judged.filter(
      ({ change, arrival }) =>
        arrival.status === 'pending' && !arrival.isRefused && !change.isFailed,
    );
    if (
      waiting.length === 0 ||
      // As long as anything arrives, the catalog is at work, and the rest may still come.
      settled.some(({ arrival }) => arrival.status === 'confirmed') ||
      // A sync is about to send something newer.
      (await this.#options.store.lease.getRunning())
    ) {
      return;
    }
    const due = this.#resends.takeDue(waiting);
    try {
      await this.#resend(due);
    } catch (error) {
      // They may be removed, and not added again: the next run has to do that.
      this.#resends.forget(due);
      this.#options.logger.warn(
        `Could not resend changes that have not appeared in the catalog: ${error}`,
      );
    }
  }

  async #resend(changes: PendingChange[]): Promise<void> {
    if (changes.length === 0) {
      return;
    }
    const refs = changes.map(toRef);
    const removed = [
      ...new Set([...refs, ...(await this.#listFormerTargets(changes))]),
    ];
    const entities = await this.#options.store.snapshot.getEntities(removed);
    await this.#options.provider.apply(
      { type: 'delta', upserts: [...entities.values()], removedRefs: [] },
      { removeFirst: removed },
    );
    const named = listFirst(refs, MAX_NAMED_REFS);
    this.#options.logger.warn(
      `The catalog did not show ${named}; removed and added again`,
    );
  }

  /**
   * What updated entities referred to before, and do not any more. The catalog shows both sides of
   * the relations that it removes and adds, but it has already forgotten that it removed these.
   */
  async #listFormerTargets(changes: PendingChange[]): Promise<string[]> {
    const versions = await this.#getVersions(changes);
    return versions.flatMap(({ sent, previous }) => {
      if (!previous || !sent) {
        return [];
      }
      const targets = new Set(listEntityReferences(sent).map(toRef));
      return listEntityReferences(previous)
        .map(toRef)
        .filter(target => !targets.has(target));
    });
  }
}

/** The hashes of the versions that changes sent, and of those before. */
function listHashes(changes: PendingChange[]): string[] {
  return changes.flatMap(({ previousHash, hash }) =>
    [previousHash, hash].filter(known => known !== undefined),
  );
}

function toRef({ entityRef }: { entityRef: string }): string {
  return entityRef;
}
