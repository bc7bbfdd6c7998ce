import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

/** A catalog that shows what it was sent at once, and that a test can make lose entities. */
export class MemoryCatalog {
  readonly shown = new Map<string, Entity>();
  /** What it takes for known, and does not look at again. */
  readonly known = new Set<string>();
  readonly applyMutation = jest.fn(async (mutation: EntityProviderMutation) => {
    if (mutation.type === 'delta') {
      for (const removed of mutation.removed) {
        const ref = 'entityRef' in removed ? removed.entityRef : '';
        this.shown.delete(ref);
        this.known.delete(ref);
      }
    }
    const added = mutation.type === 'full' ? mutation.entities : mutation.added;
    for (const { entity } of added) {
      const ref = stringifyEntityRef(entity);
      if (!this.known.has(ref)) {
        this.shown.set(ref, entity);
        this.known.add(ref);
      }
    }
  });
  readonly service = catalogServiceMock.mock({
    getEntityFacets: async () => ({ facets: { kind: this.#countKinds() } }),
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

  #countKinds() {
    const counts = new Map<string, number>();
    for (const { kind } of this.shown.values()) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count }));
  }
}
