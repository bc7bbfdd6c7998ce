import { isDeepStrictEqual } from 'node:util';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ANNOTATION_CHECKSUM } from '../../apply/sentVersion';

/** A catalog that shows what it was sent at once, and that a test can make lose entities. */
export class MemoryCatalog {
  readonly shown = new Map<string, Entity>();
  /** What it takes for known, and does not look at again unless it is sent another version. */
  readonly known = new Map<string, Entity>();
  /** What comes from another source. */
  readonly #foreign = new Set<string>();
  readonly applyMutation = jest.fn(async (mutation: EntityProviderMutation) => {
    if (mutation.type === 'delta') {
      for (const removed of mutation.removed) {
        const ref = 'entityRef' in removed ? removed.entityRef : '';
        if (!this.#foreign.has(ref)) {
          this.lose(ref);
        }
      }
    } else {
      const sent = mutation.entities.map(each =>
        stringifyEntityRef(each.entity),
      );
      [...this.known.keys()]
        .filter(ref => !sent.includes(ref) && !this.#foreign.has(ref))
        .forEach(ref => this.lose(ref));
    }
    const added = mutation.type === 'full' ? mutation.entities : mutation.added;
    for (const { entity } of added) {
      const ref = stringifyEntityRef(entity);
      if (!isDeepStrictEqual(this.known.get(ref), entity)) {
        this.shown.set(ref, entity);
        this.known.set(ref, entity);
      }
    }
  });
  readonly service = catalogServiceMock.mock({
    getEntityFacets: async ({ facets: [facet] }) => ({
      facets: { [facet]: this.#countChecksums() },
    }),
    getEntitiesByRefs: async ({ entityRefs }) => ({
      items: entityRefs.map(ref => this.shown.get(ref)),
    }),
    async *streamEntities() {},
  });

  constructor() {
    const shown = () => [...this.shown.values()];
    this.service.streamEntities.mockImplementation(async function* pages() {
      yield shown();
    });
  }

  /** What a process needs to be connected with it. */
  get connection() {
    return { applyMutation: this.applyMutation, catalog: this.service };
  }

  /** Has an entity no more, as after a deletion or on an empty database. */
  lose(entityRef: string) {
    this.shown.delete(entityRef);
    this.known.delete(entityRef);
  }

  /** Has an entity that was sent long ago, as after its database was restored, or is a copy. */
  restore(entity: Entity, source: 'static-data' | 'another') {
    const ref = stringifyEntityRef(entity);
    this.shown.set(ref, entity);
    this.known.set(ref, entity);
    if (source === 'another') {
      this.#foreign.add(ref);
    }
  }

  #countChecksums() {
    const counts = new Map<string, number>();
    for (const { metadata } of this.shown.values()) {
      const checksum = metadata.annotations?.[ANNOTATION_CHECKSUM] ?? '';
      counts.set(checksum, (counts.get(checksum) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count }));
  }
}
