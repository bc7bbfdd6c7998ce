import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SnapshotEntry } from '@internal/plugin-static-data-model';
import { SourceStore } from '@internal/plugin-static-data-node';
import { refsOf } from '../refsOf';
import {
  ANNOTATION_CHECKSUM,
  ANNOTATION_PROVIDER,
  isFromSource,
  SentSource,
  toChecksum,
  toSentEntity,
  toSentEntry,
} from './sentVersion';
import { toProviderName } from './providerName';

const PROVIDER = `metadata.annotations.${ANNOTATION_PROVIDER}`;
const CHECKSUM = `metadata.annotations.${ANNOTATION_CHECKSUM}`;

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

const PAGE_SIZE = 1000;

/** Entities with all that is in them, which may be some megabytes each. */
const VERSIONS_PAGE_SIZE = 10;

/** More of them would make the address of the request too long. */
const MAX_CHECKSUMS_IN_FILTER = 100;

/** How the catalog differs from the snapshot, less what is on its way. */
export interface Drift {
  /** Not in the catalog, although it was sent. */
  missing: SnapshotEntry[];
  /** In the catalog in another version. */
  outdated: SnapshotEntry[];
  /**
   * In the catalog, but not in the snapshot: what a sync has removed, and the catalog was restored
   * since; what a sync has sent and could not record; or all that the store does not know, because it
   * is a new one, or was restored.
   */
  unexpected: SnapshotEntry[];
  /** What the catalog has refused, and does not show: it may take it now. */
  refused: SnapshotEntry[];
  /** The same, but it shows another version. */
  refusedUpdates: SnapshotEntry[];
}

export const NO_DRIFT: Drift = {
  missing: [],
  outdated: [],
  unexpected: [],
  refused: [],
  refusedUpdates: [],
};

/** What is known of an entity that the catalog shows. */
interface Shown {
  checksum?: string;
  /** Undefined if it is a copy. */
  sent?: SnapshotEntry;
}

interface DriftFinderOptions {
  catalog: CatalogService;
  auth: AuthService;
  store: SourceStore;
  known: SentSource;
}

interface DriftQuery {
  /** Looks at every entity, whether the checksums give reason to or not. */
  everything: boolean;
  /** Also counts as missing what may be on its way: its way may have ended with the catalog. */
  pendingToo: boolean;
}

/**
 * Compares what the catalog has with what was sent to it. As long as nothing differs, this is one
 * request, for the number of entities with each checksum.
 */
export class DriftFinder {
  readonly #options: DriftFinderOptions;
  /** What was removed, as far as it was ours, and was still there when it was last looked at. */
  #removed = new Set<string>();

  constructor(options: DriftFinderOptions) {
    this.#options = options;
  }

  async find({ everything, pendingToo }: DriftQuery): Promise<Drift> {
    const differing = await this.#listDifferingChecksums();
    if (differing.size === 0 && !everything) {
      this.#removed.clear();
      return NO_DRIFT;
    }
    const { snapshot, confirmations } = this.#options.store;
    const expected = await snapshot.list();
    const unconfirmed = new Map(
      (await confirmations.listUnconfirmed()).map(entity => [
        entity.entityRef,
        entity,
      ]),
    );
    // Of several differences, some may have made up for each other. So only those that what is on
    // its way or refused explains are looked at by themselves.
    const explained = new Set(
      expected
        .filter(({ entityRef }) => unconfirmed.has(entityRef))
        .map(({ hash }) => toChecksum(hash)),
    );
    const looksAtAll =
      everything || [...differing].some(it => !explained.has(it));
    const isLookedAt = (checksum: string) =>
      looksAtAll || differing.has(checksum);
    const shown = await this.#listShown(looksAtAll ? undefined : differing);
    const isAsSent = ({ entityRef, hash }: SnapshotEntry) =>
      shown.get(entityRef)?.checksum === toChecksum(hash);
    const isRefused = ({ entityRef }: SnapshotEntry) =>
      unconfirmed.get(entityRef)?.problem === 'refused';
    const isOnItsWay = (entry: SnapshotEntry) =>
      unconfirmed.get(entry.entityRef)?.isPending === true &&
      !isRefused(entry) &&
      !pendingToo;
    const suspects = expected.filter(
      entry =>
        isLookedAt(toChecksum(entry.hash)) &&
        !isAsSent(entry) &&
        !isOnItsWay(entry),
    );
    const drift: Drift = {
      missing: [],
      outdated: [],
      unexpected: this.#findUnexpected(shown, expected),
      refused: [],
      refusedUpdates: [],
    };
    for (let start = 0; start < suspects.length; start += PAGE_SIZE) {
      const batch = suspects.slice(start, start + PAGE_SIZE);
      const found = await this.#lookUp(refsOf(batch));
      batch.forEach((entry, index) => {
        const entity = found[index];
        if (entity && this.#isFromSource(entity)) {
          if (checksumOf(entity) !== toChecksum(entry.hash)) {
            drift[isRefused(entry) ? 'refusedUpdates' : 'outdated'].push(entry);
          }
        } else if (!entity && isRefused(entry)) {
          drift.refused.push(entry);
        } else if (!isRefused(entry)) {
          // Also if another source has taken it over: what is sent to it is refused, with a reason.
          drift.missing.push(entry);
        }
      });
    }
    return drift;
  }

  /** Checksums of which the catalog has more or fewer entities than the snapshot. */
  async #listDifferingChecksums(): Promise<Set<string>> {
    const { catalog, store } = this.#options;
    const { facets } = await catalog.getEntityFacets(
      { facets: [CHECKSUM], filter: this.#ofSource() },
      { credentials: await this.#credentials() },
    );
    const excess = new Map(
      facets[CHECKSUM].map(({ value, count }) => [value, count]),
    );
    for (const [prefix, count] of await store.snapshot.countByHashPrefix()) {
      const checksum = toChecksum(prefix);
      excess.set(checksum, (excess.get(checksum) ?? 0) - count);
    }
    return new Set(
      [...excess].filter(([, count]) => count !== 0).map(([value]) => value),
    );
  }

  /**
   * The entities that the catalog has with some checksums, or all that come from the source.
   *
   * @returns what is known of each, by entity ref
   */
  async #listShown(
    checksums: Set<string> | undefined,
  ): Promise<Map<string, Shown>> {
    const filter = {
      ...this.#ofSource(),
      ...(checksums &&
        checksums.size <= MAX_CHECKSUMS_IN_FILTER && {
          [CHECKSUM]: [...checksums],
        }),
    };
    const shown = new Map<string, Shown>();
    const pages = this.#options.catalog.streamEntities(
      { filter, fields: FIELDS, pageSize: PAGE_SIZE },
      { credentials: await this.#credentials() },
    );
    for await (const page of pages) {
      for (const entity of page) {
        if (this.#isFromSource(entity)) {
          shown.set(stringifyEntityRef(entity), {
            checksum: checksumOf(entity),
            sent: toSentEntry(entity),
          });
        }
      }
    }
    return shown;
  }

  async #lookUp(entityRefs: string[]): Promise<Array<Entity | undefined>> {
    const { items } = await this.#options.catalog.getEntitiesByRefs(
      { entityRefs, fields: FIELDS },
      { credentials: await this.#credentials() },
    );
    return items;
  }

  /** The versions of entities that the catalog shows, as they were sent. */
  async getVersions(entityRefs: string[]): Promise<Map<string, Entity>> {
    const versions = new Map<string, Entity>();
    for (let i = 0; i < entityRefs.length; i += VERSIONS_PAGE_SIZE) {
      const batch = entityRefs.slice(i, i + VERSIONS_PAGE_SIZE);
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs: batch },
        { credentials: await this.#credentials() },
      );
      batch.forEach((entityRef, index) => {
        const shown = items[index];
        if (shown) {
          versions.set(entityRef, toSentEntity(shown));
        }
      });
    }
    return versions;
  }

  /**
   * Notes the removal of what was unexpected. What is still there the next time has the annotations
   * of our entities, but comes from elsewhere, such as a copied file.
   */
  noteRemoved(entityRefs: string[]): void {
    entityRefs.forEach(ref => this.#removed.add(ref));
  }

  #findUnexpected(
    shown: Map<string, Shown>,
    expected: SnapshotEntry[],
  ): SnapshotEntry[] {
    const known = new Set(refsOf(expected));
    const unexpected = [...shown].flatMap(([ref, { sent }]) =>
      sent && !known.has(ref) ? [sent] : [],
    );
    const removed = this.#removed;
    const isRemoved = ({ entityRef }: SnapshotEntry) => removed.has(entityRef);
    this.#removed = new Set(refsOf(unexpected.filter(isRemoved)));
    return unexpected.filter(entry => !isRemoved(entry));
  }

  #isFromSource(entity: Entity): boolean {
    return isFromSource(entity, this.#options.known);
  }

  #ofSource() {
    return { [PROVIDER]: toProviderName(this.#options.known) };
  }

  async #credentials() {
    return this.#options.auth.getOwnServiceCredentials();
  }
}

function checksumOf({ metadata }: Entity): string | undefined {
  return metadata.annotations?.[ANNOTATION_CHECKSUM];
}
