import {
  SnapshotEntry,
  yieldToEventLoop,
} from '@internal/plugin-static-data-model';
import {
  SnapshotStore,
  SyncStateStore,
} from '@internal/plugin-static-data-node';
import { ApiRelationGraph } from './ApiRelationGraph';
import { RelatedEntity, toRelatedEntity } from './RelatedEntity';

const KINDS = ['API', 'Component'];
const PAGE_SIZE = 500;

/** An API comes with its contract, which may be long: many at once would keep others waiting. */
const ENTITIES_AT_ONCE = 50;

interface Store {
  snapshot: Pick<SnapshotStore, 'listOfKinds' | 'getEntities'>;
  state: Pick<SyncStateStore, 'get'>;
}

/** By entity ref; what still has the same hash need not be read again. */
type KnownEntities = Map<string, { hash: string; related: RelatedEntity }>;

interface Loaded {
  /** The sync that the snapshot stood for; undefined before the first. */
  syncId: string | undefined;
  entities: KnownEntities;
  graph: ApiRelationGraph;
}

/**
 * Keeps the relations of APIs in memory, as of the entities that were last applied. They are never
 * older than a request, whichever replica applied something: the state says which sync it was.
 */
export class ApiRelationsService {
  readonly #store: Store;
  #loaded: Loaded | undefined;
  #loading: Promise<Loaded> | undefined;

  constructor(options: { store: Store }) {
    this.#store = options.store;
  }

  async getGraph(): Promise<ApiRelationGraph> {
    const syncId = await this.#getSyncId();
    if (this.#loaded && this.#loaded.syncId === syncId) {
      return this.#loaded.graph;
    }
    // Once for all who wait for it.
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    this.#loaded = await this.#loading;
    return this.#loaded.graph;
  }

  async #load(): Promise<Loaded> {
    let known: KnownEntities = this.#loaded?.entities ?? new Map();
    for (;;) {
      const syncId = await this.#getSyncId();
      const { entities, graph } = await this.#read(known);
      // Otherwise a sync came in between, and some of it is older than the rest.
      if ((await this.#getSyncId()) === syncId) {
        return { syncId, entities, graph };
      }
      known = entities;
    }
  }

  async #read(known: KnownEntities): Promise<Omit<Loaded, 'syncId'>> {
    const entities: KnownEntities = new Map();
    const graph = new ApiRelationGraph();
    for await (const entries of this.#listEntries()) {
      const read = await this.#readEntities(
        entries.filter(
          ({ entityRef, hash }) => known.get(entityRef)?.hash !== hash,
        ),
      );
      for (const { entityRef, hash } of entries) {
        const related = read.get(entityRef) ?? known.get(entityRef)?.related;
        if (related) {
          entities.set(entityRef, { hash, related });
          graph.add(related);
        }
      }
    }
    return { entities, graph };
  }

  async *#listEntries(): AsyncGenerator<SnapshotEntry[]> {
    let afterEntityRef: string | undefined;
    do {
      const entries = await this.#store.snapshot.listOfKinds({
        kinds: KINDS,
        limit: PAGE_SIZE,
        afterEntityRef,
      });
      yield entries;
      await yieldToEventLoop();
      afterEntityRef = entries.at(PAGE_SIZE - 1)?.entityRef;
    } while (afterEntityRef !== undefined);
  }

  async #readEntities(
    entries: SnapshotEntry[],
  ): Promise<Map<string, RelatedEntity>> {
    const read = new Map<string, RelatedEntity>();
    for (let start = 0; start < entries.length; start += ENTITIES_AT_ONCE) {
      const batch = entries.slice(start, start + ENTITIES_AT_ONCE);
      const found = await this.#store.snapshot.getEntities(
        batch.map(({ entityRef }) => entityRef),
      );
      for (const [entityRef, entity] of found) {
        read.set(entityRef, toRelatedEntity(entity));
      }
      await yieldToEventLoop();
    }
    return read;
  }

  async #getSyncId(): Promise<string | undefined> {
    return (await this.#store.state.get()).lastAppliedSyncId;
  }
}
