import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ArrivalFinding,
  PendingChange,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { judgeArrival } from './judgeArrival';
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

/** Looks up in the catalog whether what was sent to it has arrived. */
export class CatalogConfirmer {
  readonly #store: StaticDataStore;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #secrets: string[];
  /** Before, the catalog may have been down. */
  readonly #startTime = Date.now();

  constructor(options: {
    store: StaticDataStore;
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
    /** Texts that must not get into reasons. */
    secrets: string[];
  }) {
    this.#store = options.store;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#secrets = options.secrets;
  }

  /**
   * Looks up the changes that were looked up the longest time ago. Where the catalog cannot be
   * asked, they stay as they are.
   */
  async run(signal: AbortSignal): Promise<void> {
    const changes = await this.#store.confirmations.listPending(MAX_CHANGES);
    for (let start = 0; start < changes.length; start += BATCH_SIZE) {
      signal.throwIfAborted();
      const batch = changes.slice(start, start + BATCH_SIZE);
      const shown = await this.#lookUp(batch);
      if (!shown) {
        return;
      }
      await this.#store.confirmations.settle(await this.#judge(batch, shown));
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
  ): Promise<ArrivalFinding[]> {
    const versions = await this.#store.changes.getVersions(
      changes.flatMap(({ previousHash, hash }) =>
        [previousHash, hash].filter(known => known !== undefined),
      ),
    );
    const now = Date.now();
    return changes.map((change, index) => {
      const { status, reason } = judgeArrival({
        change,
        sent: change.hash === undefined ? undefined : versions.get(change.hash),
        previous:
          change.previousHash === undefined
            ? undefined
            : versions.get(change.previousHash),
        shown: shown[index],
        ageMs: now - Math.max(this.#startTime, Date.parse(change.startTime)),
      });
      return {
        syncId: change.syncId,
        entityRef: change.entityRef,
        status,
        ...(reason !== undefined && {
          reason: toSafeReason(reason, this.#secrets),
        }),
      };
    });
  }
}
