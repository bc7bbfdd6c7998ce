import { ApiRelationGraph } from './ApiRelationGraph';
import { toRelatedEntity } from './RelatedEntity';

function createGraph(
  ...entities: Array<{ kind: string; name: string; spec: object }>
): ApiRelationGraph {
  const graph = new ApiRelationGraph();
  for (const { kind, name, spec } of entities) {
    graph.add(
      toRelatedEntity({
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: { name, title: `The ${name}` },
        spec: { ...spec },
      }),
    );
  }
  return graph;
}

const api = (name: string, spec: object = {}) => ({
  kind: 'API',
  name,
  spec: { type: 'openapi', ...spec },
});

const component = (name: string, spec: object) => ({
  kind: 'Component',
  name,
  spec: { type: 'service', ...spec },
});

describe('ApiRelationGraph', () => {
  it('has who provides and who consumes an API, by name', () => {
    const graph = createGraph(
      component('shop', {
        owner: 'sales',
        system: 'retail',
        consumesApis: ['orders', 'API:default/Orders'],
      }),
      component('checkout', { consumesApis: ['api:orders'] }),
      api('Orders', { owner: 'payments', system: 'billing' }),
      component('order-service', { providesApis: ['orders'] }),
    );

    expect(graph.get('api:default/orders')).toEqual({
      api: {
        name: 'Orders',
        entityRef: 'api:default/orders',
        title: 'The Orders',
        type: 'openapi',
        owner: 'group:default/payments',
        system: 'system:default/billing',
        hasContract: true,
      },
      providers: [
        {
          name: 'order-service',
          entityRef: 'component:default/order-service',
          title: 'The order-service',
          type: 'service',
        },
      ],
      consumers: [
        {
          name: 'checkout',
          entityRef: 'component:default/checkout',
          title: 'The checkout',
          type: 'service',
        },
        {
          name: 'shop',
          entityRef: 'component:default/shop',
          title: 'The shop',
          type: 'service',
          owner: 'group:default/sales',
          system: 'system:default/retail',
        },
      ],
      impact: {
        directConsumers: 2,
        systems: [{ entityRef: 'system:default/retail', consumers: 1 }],
        squads: [{ entityRef: 'group:default/sales', consumers: 1 }],
      },
    });
  });

  it('has the systems and squads with the most consumers first', () => {
    const consumes = (owner: string, system: string) => ({
      owner,
      system,
      consumesApis: ['orders'],
    });
    const graph = createGraph(
      api('orders'),
      component('a', consumes('one', 'x')),
      component('b', consumes('two', 'y')),
      component('c', consumes('two', 'z')),
      component('d', consumes('user:default/ada', 'y')),
    );

    expect(graph.get('api:default/orders')?.impact).toEqual({
      directConsumers: 4,
      systems: [
        { entityRef: 'system:default/y', consumers: 2 },
        { entityRef: 'system:default/x', consumers: 1 },
        { entityRef: 'system:default/z', consumers: 1 },
      ],
      squads: [
        { entityRef: 'group:default/two', consumers: 2 },
        { entityRef: 'group:default/one', consumers: 1 },
        { entityRef: 'user:default/ada', consumers: 1 },
      ],
    });
  });

  it('has APIs that are only referred to, and says so', () => {
    const graph = createGraph(component('a', { consumesApis: ['shop/gone'] }));

    expect(graph.get('api:shop/gone')).toMatchObject({
      api: { name: 'gone', entityRef: 'api:shop/gone', hasContract: false },
      providers: [],
      consumers: [{ name: 'a' }],
    });
    expect(graph.get('api:default/gone')).toBeUndefined();
  });

  it('leaves out references that are not to an API', () => {
    const graph = createGraph(
      component('a', { providesApis: ['component:default/b', 7, 'a:b:c:d'] }),
    );

    expect(graph.list({ limit: 10 }).apis).toEqual([]);
  });

  describe('list', () => {
    const graph = createGraph(
      api('c', { system: 'x' }),
      api('a', { system: 'x', owner: 'one' }),
      api('Größe', { owner: 'two' }),
      api('d', { owner: 'one' }),
      component('k', { consumesApis: ['b'] }),
    );
    const namesOf = (query: Parameters<typeof graph.list>[0]) =>
      graph.list(query).apis.map(related => related.api.name);

    it('is in the order of entity refs, page by page', () => {
      expect(namesOf({ limit: 10 })).toEqual(['a', 'b', 'c', 'd', 'Größe']);
      expect(graph.list({ limit: 2 })).toMatchObject({
        total: 5,
        hasMore: true,
      });
      const next = { limit: 3, afterEntityRef: 'api:default/b' };
      expect(namesOf(next)).toEqual(['c', 'd', 'Größe']);
      expect(graph.list(next)).toMatchObject({ total: 5, hasMore: false });
    });

    it('is filtered', () => {
      expect(namesOf({ limit: 10, system: 'system:default/x' })).toEqual([
        'a',
        'c',
      ]);
      expect(
        namesOf({
          limit: 10,
          system: 'system:default/x',
          owner: 'group:default/one',
        }),
      ).toEqual(['a']);
      expect(namesOf({ limit: 10, q: 'THE GRÖ' })).toEqual(['Größe']);
      expect(namesOf({ limit: 10, q: 'api:default/d' })).toEqual(['d']);
      expect(namesOf({ limit: 10, q: 'nobody' })).toEqual([]);
    });
  });
});
