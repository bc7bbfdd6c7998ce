import { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_SOURCE_FILE } from '@internal/plugin-static-data-model';
import { askCatalog } from './askCatalog';
import { RunningSync } from './RunningSync';

const BATCH_SIZE = 1000;

const TIMEOUT_MS = 30_000;

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  `metadata.annotations.${ANNOTATION_SOURCE_FILE}`,
];

/**
 * Finds out which of the entities that a source refers to and does not have come from elsewhere,
 * and remembers the answer: while it stays the same, so do the findings about references.
 */
export class CatalogReferences {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  /** Undefined before the first question. */
  #latest?: { asked: string[]; found: Set<string> };

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /**
   * @returns of the entity refs those that the catalog has from elsewhere; undefined if it cannot be
   * asked
   */
  async find(
    sync: RunningSync,
    entityRefs: string[],
  ): Promise<Set<string> | undefined> {
    const found = await this.#ask(sync, entityRefs);
    if (!sync.trigger.dryRun) {
      // Without an answer all count as found; the next sync compares with that.
      this.#latest = { asked: entityRefs, found: found ?? new Set(entityRefs) };
    }
    return found;
  }

  /**
   * Whether the catalog would give the latest answer again; undefined if there is none. A catalog
   * that does not answer now is no reason to judge again.
   */
  async isUnchanged(sync: RunningSync): Promise<boolean | undefined> {
    if (!this.#latest) {
      return undefined;
    }
    const { asked, found } = this.#latest;
    const foundNow = await this.#ask(sync, asked);
    return !foundNow || areEqual(foundNow, found);
  }

  async #ask(
    sync: RunningSync,
    entityRefs: string[],
  ): Promise<Set<string> | undefined> {
    return askCatalog(sync, {
      timeoutMs: TIMEOUT_MS,
      consequence:
        'Could not ask the catalog for the entities that the source refers to and does not have, so no reference to them counts as wrong',
      ask: () => this.#findElsewhere(entityRefs),
    });
  }

  async #findElsewhere(entityRefs: string[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (let i = 0; i < entityRefs.length; i += BATCH_SIZE) {
      const { items } = await this.#catalog.getEntitiesByRefs(
        { entityRefs: entityRefs.slice(i, i + BATCH_SIZE), fields: FIELDS },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      for (const entity of items) {
        // What the source once had goes with its record.
        if (entity && !entity.metadata.annotations?.[ANNOTATION_SOURCE_FILE]) {
          found.add(stringifyEntityRef(entity));
        }
      }
    }
    return found;
  }
}

function areEqual(a: Set<string>, b: Set<string>): boolean {
  return a.size === b.size && [...a].every(ref => b.has(ref));
}
