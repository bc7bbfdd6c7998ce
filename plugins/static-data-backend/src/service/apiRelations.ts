import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ApiImpactGroup,
  ApiRelations,
  apiRelationsQuerySchema,
  RelatedApi,
  RelatedComponent,
} from '@internal/plugin-static-data-common';
import {
  listEntityReferences,
  yieldToEventLoop,
} from '@internal/plugin-static-data-model';
import { SnapshotStore, SourceList } from '@internal/plugin-static-data-node';
import countBy from 'lodash/countBy';
import orderBy from 'lodash/orderBy';
import sortBy from 'lodash/sortBy';
import { z } from 'zod';

const RELATED_KINDS = ['API', 'Component'];
const PAGE_SIZE = 500;

/** An API includes its contract, which may be long: parsing many at once would block the process. */
const ENTITIES_AT_ONCE = 50;

interface Store {
  snapshot: Pick<SnapshotStore, 'listOfKinds' | 'getEntities'>;
  sources: Pick<SourceList, 'listAppliedSyncIds'>;
}

/** What relations are computed from: an API or a component, without the bulk of it. */
interface RelatedEntity {
  kind: string;
  summary: RelatedComponent;
  /** Entity refs of APIs. */
  providesApis: string[];
  consumesApis: string[];
}

/** By entity ref. An entity is read again only if its hash has changed. */
type KnownEntities = Map<string, RelatedEntity & { hash: string }>;

/** In the order of entity refs. */
type RelationsByApi = Map<string, ApiRelations>;

/**
 * Keeps the relations of the APIs of all sources in memory, as of the latest sync of each that was applied.
 * They are never older than a request, whichever replica applied the sync: its id is in the state.
 */
export class ApiRelationsService {
  readonly #store: Store;
  #syncIds: string | undefined;
  #known: KnownEntities = new Map();
  #relations: RelationsByApi | undefined;
  #loading: Promise<RelationsByApi> | undefined;

  constructor(options: { store: Store }) {
    this.#store = options.store;
  }

  async getAll(): Promise<RelationsByApi> {
    const syncIds = await this.#getSyncIds();
    if (this.#relations && this.#syncIds === syncIds) {
      return this.#relations;
    }
    // Concurrent requests share one load.
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<RelationsByApi> {
    let syncIds: string;
    // A sync that ends while entities are read leaves a mix of old and new ones.
    do {
      syncIds = await this.#getSyncIds();
      this.#known = await this.#readEntities(this.#known);
    } while ((await this.#getSyncIds()) !== syncIds);
    this.#syncIds = syncIds;
    this.#relations = relateApis([...this.#known.values()]);
    return this.#relations;
  }

  async #readEntities(known: KnownEntities): Promise<KnownEntities> {
    const { snapshot } = this.#store;
    const entities: KnownEntities = new Map();
    let afterEntityRef: string | undefined;
    do {
      const entries = await snapshot.listOfKinds({
        kinds: RELATED_KINDS,
        limit: PAGE_SIZE,
        afterEntityRef,
      });
      const changed = entries.filter(({ entityRef, hash }) => {
        const related = known.get(entityRef);
        if (related?.hash !== hash) {
          return true;
        }
        entities.set(entityRef, related);
        return false;
      });
      for (let start = 0; start < changed.length; start += ENTITIES_AT_ONCE) {
        const batch = changed.slice(start, start + ENTITIES_AT_ONCE);
        const found = await snapshot.getEntities(
          batch.map(({ entityRef }) => entityRef),
        );
        for (const { entityRef, hash } of batch) {
          const entity = found.get(entityRef);
          if (entity) {
            entities.set(entityRef, { ...toRelatedEntity(entity), hash });
          }
        }
        await yieldToEventLoop();
      }
      await yieldToEventLoop();
      afterEntityRef = entries.at(PAGE_SIZE - 1)?.entityRef;
    } while (afterEntityRef !== undefined);
    return entities;
  }

  /** The latest sync of each source that was applied. */
  async #getSyncIds(): Promise<string> {
    return (await this.#store.sources.listAppliedSyncIds()).join();
  }
}

export function toRelatedEntity(entity: Entity): RelatedEntity {
  const references = listEntityReferences(entity);
  const listRefs = (field: string) => [
    ...new Set(
      references
        .filter(reference => reference.field === field)
        .map(({ entityRef }) => entityRef),
    ),
  ];
  const isApi = (entityRef: string) => entityRef.startsWith('api:');
  const { name, title } = entity.metadata;
  const type = entity.spec?.type;
  return {
    kind: entity.kind,
    summary: {
      name,
      entityRef: stringifyEntityRef(entity),
      title,
      type: typeof type === 'string' ? type : undefined,
      system: listRefs('spec.system').at(0),
      owner: listRefs('spec.owner').at(0),
    },
    providesApis: listRefs('spec.providesApis').filter(isApi),
    consumesApis: listRefs('spec.consumesApis').filter(isApi),
  };
}

/**
 * Who provides and who consumes each API. An API that components refer to but the source does not
 * have is included, as one without a contract: its consumers depend on it all the same.
 */
export function relateApis(entities: RelatedEntity[]): RelationsByApi {
  const byApi: RelationsByApi = new Map();
  function add(api: RelatedApi): ApiRelations {
    const impact = { directConsumers: 0, systems: [], squads: [] };
    const relations: ApiRelations = {
      api,
      providers: [],
      consumers: [],
      impact,
    };
    byApi.set(api.entityRef, relations);
    return relations;
  }
  function find(entityRef: string): ApiRelations {
    const { name } = parseEntityRef(entityRef);
    return byApi.get(entityRef) ?? add({ name, entityRef, hasContract: false });
  }

  for (const { kind, summary } of entities) {
    if (kind === 'API') {
      add({ ...summary, hasContract: true });
    }
  }
  const components = sortBy(
    entities.filter(({ kind }) => kind !== 'API'),
    ({ summary }) => summary.entityRef,
  );
  for (const { summary, providesApis, consumesApis } of components) {
    providesApis.forEach(ref => find(ref).providers.push(summary));
    consumesApis.forEach(ref => find(ref).consumers.push(summary));
  }
  for (const relations of byApi.values()) {
    const { consumers } = relations;
    relations.impact = {
      directConsumers: consumers.length,
      systems: countConsumers(consumers, 'system'),
      squads: countConsumers(consumers, 'owner'),
    };
  }
  return new Map(sortBy([...byApi], ([entityRef]) => entityRef));
}

function countConsumers(
  consumers: RelatedComponent[],
  field: 'system' | 'owner',
): ApiImpactGroup[] {
  const counts = countBy(consumers.flatMap(({ [field]: ref }) => ref ?? []));
  return orderBy(
    Object.entries(counts).map(([entityRef, count]) => ({
      entityRef,
      consumers: count,
    })),
    ['consumers', 'entityRef'],
    ['desc', 'asc'],
  );
}

/** A page of the APIs that match every filter, in the order of entity refs. */
export function listApis(
  relations: RelationsByApi,
  query: Omit<z.output<typeof apiRelationsQuerySchema>, 'cursor'> & {
    /** Only APIs that sort after this one. */
    afterEntityRef?: string;
  },
): { apis: ApiRelations[]; total: number; hasMore: boolean } {
  const { q, system, owner, limit, afterEntityRef } = query;
  const text = q?.toLowerCase();
  const matching = [...relations.values()].filter(
    ({ api }) =>
      (system === undefined || api.system === system) &&
      (owner === undefined || api.owner === owner) &&
      (text === undefined ||
        `${api.entityRef}\n${api.title ?? ''}`.toLowerCase().includes(text)),
  );
  const rest = matching.filter(
    ({ api }) => !afterEntityRef || api.entityRef > afterEntityRef,
  );
  return {
    apis: rest.slice(0, limit),
    total: matching.length,
    hasMore: rest.length > limit,
  };
}
