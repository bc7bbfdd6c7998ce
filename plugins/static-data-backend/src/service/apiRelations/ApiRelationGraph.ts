import { parseEntityRef } from '@backstage/catalog-model';
import {
  ApiImpact,
  ApiImpactGroup,
  ApiRelations,
  RelatedApi,
  RelatedComponent,
} from '@internal/plugin-static-data-common';
import { RelatedEntity } from './RelatedEntity';

/** Which APIs to list, in the order of their entity refs. */
export interface ApiQuery {
  /** Text in the entity ref or the title, in any case. */
  q?: string;
  /** Entity refs. */
  system?: string;
  owner?: string;
  limit: number;
  /** Only APIs that sort after this one. */
  afterEntityRef?: string;
}

interface ApiNode {
  api: RelatedApi;
  /** What is searched, in lower case. */
  text: string;
  providers: RelatedComponent[];
  consumers: RelatedComponent[];
}

/**
 * Who provides and who consumes which API. An API that components refer to and that nobody has
 * added is in it as well, as an API without a contract: those who depend on it are as real.
 */
export class ApiRelationGraph {
  readonly #nodes = new Map<string, ApiNode>();
  /** Made when it is asked for, after everything has been added. */
  #inOrder: ApiNode[] | undefined;

  add({ kind, summary, providesApis, consumesApis }: RelatedEntity): void {
    this.#inOrder = undefined;
    if (kind === 'API') {
      const node = this.#getOrCreate(summary.entityRef);
      node.api = { ...summary, hasContract: true };
      node.text = toLowerCase(`${summary.entityRef}\n${summary.title ?? ''}`);
      return;
    }
    for (const entityRef of providesApis) {
      this.#getOrCreate(entityRef).providers.push(summary);
    }
    for (const entityRef of consumesApis) {
      this.#getOrCreate(entityRef).consumers.push(summary);
    }
  }

  get(entityRef: string): ApiRelations | undefined {
    const node = this.#nodes.get(entityRef);
    return node && toApiRelations(node);
  }

  list(query: ApiQuery): {
    apis: ApiRelations[];
    total: number;
    hasMore: boolean;
  } {
    const { q, limit, afterEntityRef } = query;
    const matching = this.#listInOrder().filter(
      createFilter({ ...query, q: q && toLowerCase(q) }),
    );
    const next =
      afterEntityRef === undefined
        ? 0
        : matching.findIndex(({ api }) => api.entityRef > afterEntityRef);
    const rest = next === -1 ? [] : matching.slice(next, next + limit + 1);
    return {
      apis: rest.slice(0, limit).map(toApiRelations),
      total: matching.length,
      hasMore: rest.length > limit,
    };
  }

  #listInOrder(): ApiNode[] {
    this.#inOrder ??= [...this.#nodes.values()].sort((a, b) =>
      byEntityRef(a.api, b.api),
    );
    return this.#inOrder;
  }

  #getOrCreate(entityRef: string): ApiNode {
    let node = this.#nodes.get(entityRef);
    if (!node) {
      const { name } = parseEntityRef(entityRef);
      node = {
        api: { name, entityRef, hasContract: false },
        text: entityRef,
        providers: [],
        consumers: [],
      };
      this.#nodes.set(entityRef, node);
    }
    return node;
  }
}

function createFilter(query: ApiQuery): (node: ApiNode) => boolean {
  const { q, system, owner } = query;
  return ({ api, text }) =>
    (system === undefined || api.system === system) &&
    (owner === undefined || api.owner === owner) &&
    (q === undefined || text.includes(q));
}

function toLowerCase(text: string): string {
  return text.toLocaleLowerCase('en-US');
}

function toApiRelations({ api, providers, consumers }: ApiNode): ApiRelations {
  return {
    api,
    providers: [...providers].sort(byEntityRef),
    consumers: [...consumers].sort(byEntityRef),
    impact: assessImpact(consumers),
  };
}

function assessImpact(consumers: RelatedComponent[]): ApiImpact {
  return {
    directConsumers: consumers.length,
    systems: groupBy(consumers, ({ system }) => system),
    squads: groupBy(consumers, ({ owner }) => owner),
  };
}

function groupBy(
  consumers: RelatedComponent[],
  groupOf: (consumer: RelatedComponent) => string | undefined,
): ApiImpactGroup[] {
  const counts = new Map<string, number>();
  for (const consumer of consumers) {
    const entityRef = groupOf(consumer);
    if (entityRef !== undefined) {
      counts.set(entityRef, (counts.get(entityRef) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([entityRef, count]) => ({ entityRef, consumers: count }))
    .sort((a, b) => b.consumers - a.consumers || byEntityRef(a, b));
}

function byEntityRef(
  a: { entityRef: string },
  b: { entityRef: string },
): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
