import { setTimeout } from 'node:timers/promises';
import { Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import {
  createYielder,
  hashEntityInThread,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { toDatabaseReason } from '@internal/plugin-static-data-node';
import { lengthOfDefinition, toBatches } from '../toBatches';
import { toProviderName } from './providerName';
import { SentSource, withSentVersion } from './sentVersion';

/**
 * What PostgreSQL answers in a transaction that a deadlock has ended. The catalog
 * (@backstage/plugin-catalog-backend 4.0.0) repeats transactions after deadlocks, but not where it
 * queues the neighbours of a removed entity for stitching: there it repeats the statement alone, in a
 * transaction that is over.
 */
const TRANSACTION_IS_OVER = '25P02';

const MAX_ATTEMPTS = 5;

/** Before the second attempt; twice as long before each further one. */
const FIRST_PAUSE_MS = 100;

/**
 * Length of the definitions in one delta mutation, in characters. The catalog hashes and writes all
 * entities of a mutation in one go, for which the backend stands still.
 */
const MAX_MUTATION_LENGTH = 8 * 1024 * 1024;

/**
 * Between the delta mutations of a change that is split. The catalog (@backstage/plugin-catalog-backend
 * 4.0.0) looks once a second for entities to process, and takes up to ten at a time, however long: half
 * a second of work on the event loop for ten definitions of 5 MB.
 */
const PAUSE_MS = 1000;

export type CatalogChange =
  | { type: 'full'; entities: Entity[] }
  | { type: 'delta'; upserts: Entity[]; removedRefs: string[] };

/** Sends changes to the catalog, over the connection that the catalog opens when it starts. */
export class StaticDataProvider implements EntityProvider {
  readonly #source: SentSource;
  readonly #name: string;
  #connection?: EntityProviderConnection;

  constructor(source: SentSource) {
    this.#source = source;
    this.#name = toProviderName(source);
  }

  getProviderName(): string {
    return this.#name;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /** Whether the catalog has connected the provider yet; no sync can run before that. */
  isConnected(): boolean {
    return this.#connection !== undefined;
  }

  /**
   * Sends a change to the catalog, unless it is empty: in several mutations if it is long, with a pause
   * between them; the catalog may have taken the first ones when it fails.
   *
   * @param removeFirst - refs of entities to remove before the change is sent. The catalog ignores
   * an entity that it already has on record, even if it never shows it; removing it first makes the
   * catalog start over with it. See `DefaultProviderDatabase` in
   * `@backstage/plugin-catalog-backend` 4.0.0.
   * @param signal - nothing is sent any more once it is aborted; what was sent may still be accepted
   * @throws SyncFindingError with code CATALOG if the catalog does not accept it
   */
  async apply(
    change: CatalogChange,
    options: { removeFirst?: string[]; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { removeFirst = [], signal } = options;
    const removals: CatalogChange = {
      type: 'delta',
      upserts: [],
      removedRefs: removeFirst,
    };
    try {
      const [first, ...more] = split(change);
      for (const part of [removals, first].filter(next => !isEmpty(next))) {
        await this.#mutate(await this.#toMutation(part), signal);
      }
      for (const part of more) {
        await setTimeout(PAUSE_MS, undefined, { signal });
        await this.#mutate(await this.#toMutation(part), signal);
      }
    } catch (error) {
      const { message, stack, code } = toError(error) as Error & {
        code?: unknown;
      };
      // Errors of a database have a code, and begin with a statement that may be very long.
      const reason =
        typeof code === 'string' ? toDatabaseReason(error) : message;
      throw new SyncFindingError(
        {
          phase: 'CATALOG_APPLY',
          code: 'CATALOG',
          message: `The catalog did not accept the changes: ${reason}`,
          hint: 'Check the catalog log and database. The next sync sends everything again.',
          stackTrace: stack,
        },
        error,
      );
    }
  }

  async #toMutation(change: CatalogChange): Promise<EntityProviderMutation> {
    // Keeps other providers from taking over our entities, and us from taking over theirs.
    const locationKey = this.#name;
    const yieldWhenDue = createYielder();
    const deferred: DeferredEntity[] = [];
    const upserts = change.type === 'full' ? change.entities : change.upserts;
    for (const entity of upserts) {
      await yieldWhenDue();
      deferred.push({
        entity: withSentVersion(
          entity,
          this.#source,
          await hashEntityInThread(entity),
        ),
        locationKey,
      });
    }
    return change.type === 'full'
      ? { type: 'full', entities: deferred }
      : {
          type: 'delta',
          added: deferred,
          removed: change.removedRefs.map(entityRef => ({
            entityRef,
            locationKey,
          })),
        };
  }

  async #mutate(
    mutation: EntityProviderMutation,
    signal?: AbortSignal,
  ): Promise<void> {
    if (!this.#connection) {
      throw new Error('The catalog has not connected the provider yet');
    }
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      try {
        await this.#connection.applyMutation(mutation);
        return;
      } catch (error) {
        const { code } = toError(error) as { code?: unknown };
        if (code !== TRANSACTION_IS_OVER || attempt === MAX_ATTEMPTS) {
          throw error;
        }
        await setTimeout(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      }
    }
  }
}

export function isEmpty(change: CatalogChange): boolean {
  return (
    change.type === 'delta' &&
    change.upserts.length + change.removedRefs.length === 0
  );
}

function split(change: CatalogChange): CatalogChange[] {
  if (change.type === 'full') {
    return [change];
  }
  const [upserts = [], ...more] = toBatches(
    change.upserts,
    lengthOfDefinition,
    { items: Infinity, length: MAX_MUTATION_LENGTH },
  );
  return [
    { ...change, upserts },
    ...more.map(
      (rest): CatalogChange => ({
        type: 'delta',
        upserts: rest,
        removedRefs: [],
      }),
    ),
  ];
}
