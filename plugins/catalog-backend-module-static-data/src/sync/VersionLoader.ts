import { Entity } from '@backstage/catalog-model';
import {
  HashedEntity,
  PreviousVersions,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { lengthOfDefinition, toBatches } from '../toBatches';

/** Characters of definitions, and number of entities, that are loaded at once. */
const MAX_BATCH_LENGTH = 16 * 1024 * 1024;
const MAX_BATCH_SIZE = 250;

/**
 * Loads the versions that entities had before a sync in batches, and holds one batch at a time: they
 * are asked for in their order. A batch is as large as the versions now are.
 */
export class VersionLoader implements PreviousVersions {
  readonly #load: (
    batch: { entityRef: string }[],
  ) => Promise<Map<string, Entity>>;
  readonly #batches = new Map<string, { entityRef: string }[]>();
  #loaded?: {
    batch: { entityRef: string }[];
    versions: Promise<Map<string, Entity>>;
  };

  constructor(
    entries: (HashedEntity | SnapshotEntry)[],
    load: (batch: { entityRef: string }[]) => Promise<Map<string, Entity>>,
  ) {
    this.#load = load;
    const batches = toBatches(
      entries,
      entry => ('entity' in entry ? lengthOfDefinition(entry.entity) : 0),
      { items: MAX_BATCH_SIZE, length: MAX_BATCH_LENGTH },
    );
    for (const batch of batches) {
      batch.forEach(({ entityRef }) => this.#batches.set(entityRef, batch));
    }
  }

  async get(entityRef: string): Promise<Entity | undefined> {
    const batch = this.#batches.get(entityRef);
    if (!batch) {
      return undefined;
    }
    if (this.#loaded?.batch !== batch) {
      this.#loaded = { batch, versions: this.#load(batch) };
    }
    return (await this.#loaded.versions).get(entityRef);
  }
}
