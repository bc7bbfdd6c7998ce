import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ArrivalFinding,
  PendingChange,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { Redeliverer } from '../redeliver/Redeliverer';
import { WaitingChange } from '../redeliver/RedeliverySchedule';
import { judgeArrival, Verdict } from './judgeArrival';
import { toSafeReason } from './toSafeReason';

/**
 * Changes that one run looks up. Every ten seconds, that is about what the catalog processes in
 * the meantime: 50 to 140 entities per second.
 */
const MAX_CHANGES = 1000;

/**
 * Changes that are looked up together: with the documents of as many APIs it stays within a few
 * megabytes.
 */
const BATCH_SIZE = 100;

/** Not the relations: a group may have thousands. */
const FIELDS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** A change, and what a look at the catalog found out about it. */
interface JudgedChange extends WaitingChange {
  verdict: Verdict;
}

/**
 * Looks up in the catalog whether what was sent to it has arrived, and has sent again what the
 * catalog does not get to.
 */
export class CatalogConfirmer {
  readonly #store: StaticDataStore;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #redeliverer: Redeliverer;
  readonly #logger: LoggerService;
  readonly #secrets: string[];
  /** Before, the catalog may have been down. */
  readonly #startTime = Date.now();

  constructor(options: {
    store: StaticDataStore;
    catalog: CatalogService;
    auth: AuthService;
    redeliverer: Redeliverer;
    logger: LoggerService;
    /** Texts that must not get into reasons. */
    secrets: string[];
  }) {
    this.#store = options.store;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#redeliverer = options.redeliverer;
    this.#logger = options.logger;
    this.#secrets = options.secrets;
  }

  /**
   * Looks up the changes that were looked up the longest time ago. Where the catalog cannot be
   * asked, they stay as they are.
   */
  async run(signal: AbortSignal): Promise<void> {
    const changes = await this.#store.confirmations.listPending(MAX_CHANGES);
    const judged: JudgedChange[] = [];
    for (let start = 0; start < changes.length; start += BATCH_SIZE) {
      signal.throwIfAborted();
      const batch = changes.slice(start, start + BATCH_SIZE);
      const shown = await this.#lookUp(batch);
      if (!shown) {
        return;
      }
      const judgedBatch = await this.#judge(batch, shown);
      await this.#store.confirmations.settle(
        judgedBatch.map(item => this.#toFinding(item)),
      );
      judged.push(...judgedBatch);
    }
    await this.#redeliver(judged);
  }

  async #redeliver(judged: JudgedChange[]): Promise<void> {
    const settled = judged.filter(
      ({ verdict }) => verdict.status !== 'pending',
    );
    this.#redeliverer.forget(settled.map(({ change }) => change));
    // As long as something arrives, the catalog is at work, and what is missing may come.
    if (!settled.some(({ verdict }) => verdict.status === 'confirmed')) {
      await this.#redeliverer.run(
        judged.filter(
          ({ verdict }) => verdict.status === 'pending' && !verdict.isRefused,
        ),
      );
    }
  }

  /** What the catalog shows for every change; undefined if it cannot be asked. */
  async #lookUp(
    changes: PendingChange[],
  ): Promise<Array<Entity | undefined> | undefined> {
    try {
      const { items } = await this.#catalog.getEntitiesByRefs(
        {
          entityRefs: changes.map(({ entityRef }) => entityRef),
          fields: FIELDS,
        },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      return items;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#logger.warn(
        `The catalog could not be asked what has arrived: ${toSafeReason(
          message,
          this.#secrets,
        )}`,
      );
      return undefined;
    }
  }

  async #judge(
    changes: PendingChange[],
    shown: Array<Entity | undefined>,
  ): Promise<JudgedChange[]> {
    const versions = await this.#store.changes.getVersions(
      changes.flatMap(({ previousHash, hash }) =>
        [previousHash, hash].filter(known => known !== undefined),
      ),
    );
    const now = Date.now();
    return changes.map((change, index) => {
      const ageMs =
        now - Math.max(this.#startTime, Date.parse(change.startTime));
      const verdict = judgeArrival({
        change,
        sent: change.hash === undefined ? undefined : versions.get(change.hash),
        previous:
          change.previousHash === undefined
            ? undefined
            : versions.get(change.previousHash),
        shown: shown[index],
        ageMs,
      });
      return { change, ageMs, verdict };
    });
  }

  #toFinding({ change, verdict }: JudgedChange): ArrivalFinding {
    const { status, reason } = verdict;
    return {
      syncId: change.syncId,
      entityRef: change.entityRef,
      status,
      ...(reason !== undefined && {
        reason: toSafeReason(reason, this.#secrets),
      }),
    };
  }
}
