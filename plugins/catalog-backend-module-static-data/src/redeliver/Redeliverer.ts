import { LoggerService } from '@backstage/backend-plugin-api';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { listFirst } from '@internal/plugin-static-data-common';
import { listEntityReferences } from '@internal/plugin-static-data-model';
import {
  PendingChange,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { v7 as uuid } from 'uuid';
import { applyChanges } from '../apply/applyChanges';
import { markDelivery } from './deliveryMark';
import { RedeliverySchedule, WaitingChange } from './RedeliverySchedule';

const MAX_NAMED_REFS = 5;

/**
 * Sends again what the catalog has taken, but does not show.
 *
 * The catalog notes that it has processed an entity, and then, in another transaction, that it
 * has to show the result. A process that ends in between leaves an entity that is never shown as
 * it was sent: each time that it is processed again, the result is the one that was noted. See
 * `DefaultCatalogProcessingEngine` in `@backstage/plugin-catalog-backend`.
 */
export class Redeliverer {
  readonly #store: StaticDataStore;
  readonly #applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
  readonly #logger: LoggerService;
  readonly #schedule = new RedeliverySchedule();

  constructor(options: {
    store: StaticDataStore;
    applyMutation: (mutation: EntityProviderMutation) => Promise<void>;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#applyMutation = options.applyMutation;
    this.#logger = options.logger;
  }

  /** Sends again those of the changes that are due, each as the snapshot has it now. */
  async run(waiting: WaitingChange[]): Promise<void> {
    // A sync is about to send something newer.
    if (waiting.length === 0 || (await this.#store.lease.getRunning())) {
      return;
    }
    const due = this.#schedule.takeDue(waiting);
    if (due.length === 0) {
      return;
    }
    try {
      await this.#send(due);
    } catch (error) {
      this.#logger.warn(
        `What the catalog does not show could not be sent again: ${error}`,
      );
    }
  }

  /** To be told of changes that wait no longer. */
  forget(settled: Array<Pick<PendingChange, 'syncId' | 'entityRef'>>): void {
    this.#schedule.forget(settled);
  }

  async #send(changes: PendingChange[]): Promise<void> {
    const refs = changes.map(({ entityRef }) => entityRef);
    const related = await this.#listRelated(changes);
    const entities = await this.#store.snapshot.getEntities([
      ...new Set([...refs, ...related]),
    ]);
    const delivery = uuid();
    await applyChanges(
      {
        type: 'delta',
        upserts: [...entities.values()].map(entity =>
          markDelivery(entity, delivery),
        ),
        removedRefs: changes
          .filter(({ change }) => change === 'removed')
          .map(({ entityRef }) => entityRef)
          .filter(entityRef => !entities.has(entityRef)),
      },
      this.#applyMutation,
    );
    this.#logger.info(
      `Sent again what the catalog has taken, but does not show: ${listFirst(
        refs,
        MAX_NAMED_REFS,
      )}`,
    );
  }

  /** On the other side of their relations, too, the catalog may not show that they have changed. */
  async #listRelated(changes: PendingChange[]): Promise<string[]> {
    const hashes = changes.flatMap(({ previousHash, hash }) =>
      [previousHash, hash].filter(known => known !== undefined),
    );
    const versions = await this.#store.changes.getVersions(hashes);
    return [...versions.values()]
      .flatMap(entity => listEntityReferences(entity))
      .map(({ entityRef }) => entityRef);
  }
}
