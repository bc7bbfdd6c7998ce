import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_SOURCE_FILE,
  ENTITY_REFERENCE_FIELDS,
} from '@internal/plugin-static-data-model';
import { SourceStore } from '@internal/plugin-static-data-node';
import chunk from 'lodash/chunk';
import {
  ANNOTATION_PROVIDER,
  isFromSource,
  SentSource,
} from '../apply/sentVersion';
import { askCatalog } from './askCatalog';
import { SyncWork } from './RunningSync';

const BATCH_SIZE = 1000;

const TIMEOUT_MS = 30_000;

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  `metadata.annotations.${ANNOTATION_SOURCE_FILE}`,
  `metadata.annotations.${ANNOTATION_PROVIDER}`,
];

interface CatalogReferencesOptions {
  catalog: CatalogService;
  auth: AuthService;
  store: { snapshot: Pick<SourceStore['snapshot'], 'findInOtherSources'> };
  known: SentSource;
}

/**
 * Finds out which of the entities that a source refers to and does not have come from another source or
 * from elsewhere,
 * and remembers the answer: while it stays the same, so do the findings about references. Also finds
 * who from elsewhere refers to what the source has.
 */
export class CatalogReferences {
  readonly #options: CatalogReferencesOptions;
  /** Undefined before the first question. */
  #latest?: { asked: string[]; found: Set<string> };

  constructor(options: CatalogReferencesOptions) {
    this.#options = options;
  }

  /** What the catalog had from elsewhere according to the latest answer; undefined before the first. */
  get latest(): Set<string> | undefined {
    return this.#latest?.found;
  }

  /**
   * @returns of the entity refs those that the catalog has from elsewhere; undefined if it cannot be
   * asked
   */
  async find(
    sync: SyncWork,
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
  async isUnchanged(sync: SyncWork): Promise<boolean | undefined> {
    if (!this.#latest) {
      return undefined;
    }
    const { asked, found } = this.#latest;
    const foundNow = await this.#ask(sync, asked);
    return !foundNow || areEqual(foundNow, found);
  }

  /**
   * Finds what refers to any of these entities and comes from elsewhere.
   *
   * @returns each with its references; undefined if the catalog cannot be asked
   */
  async findReferrers(
    sync: SyncWork,
    entityRefs: string[],
  ): Promise<Entity[] | undefined> {
    return askCatalog(sync, {
      timeoutMs: TIMEOUT_MS,
      consequence:
        'Could not ask the catalog which other entities depend on what is removed, held back or changed, so only those in the source are named',
      ask: async () => {
        const entities = await this.#get(entityRefs, ['relations']);
        // Every reference makes a relation at both of its ends.
        const related = new Set(
          entities.flatMap(({ relations = [] }) =>
            relations.map(({ targetRef }) => targetRef),
          ),
        );
        const found = await this.#get([...related], ENTITY_REFERENCE_FIELDS);
        return found.filter(entity => this.#isFromElsewhere(entity));
      },
    });
  }

  async #ask(
    sync: SyncWork,
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
    // What another source has just sent is on its way.
    const { snapshot } = this.#options.store;
    const ofOthers = await snapshot.findInOtherSources(entityRefs);
    const entities = await this.#get(
      entityRefs.filter(ref => !ofOthers.has(ref)),
    );
    return new Set([
      ...ofOthers.keys(),
      ...entities
        .filter(entity => this.#isFromElsewhere(entity))
        .map(entity => stringifyEntityRef(entity)),
    ]);
  }

  /** @param fields - besides those that say what it is, and where it comes from */
  async #get(entityRefs: string[], fields: string[] = []): Promise<Entity[]> {
    const found: Entity[] = [];
    for (const batch of chunk(entityRefs, BATCH_SIZE)) {
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs: batch, fields: [...FIELDS, ...fields] },
        { credentials: await this.#options.auth.getOwnServiceCredentials() },
      );
      found.push(...items.filter(item => item !== undefined));
    }
    return found;
  }

  /** What the source once had goes with its record. */
  #isFromElsewhere(entity: Entity): boolean {
    return !isFromSource(entity, this.#options.known);
  }
}

function areEqual(a: Set<string>, b: Set<string>): boolean {
  return a.size === b.size && [...a].every(ref => b.has(ref));
}
