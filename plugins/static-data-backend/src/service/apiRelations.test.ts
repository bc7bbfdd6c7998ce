import { TestDatabases } from '@backstage/backend-test-utils';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { SnapshotStore } from '@internal/plugin-static-data-node';
import {
  added,
  createComponent,
  updated,
  withoutVersion,
} from '../__testUtils__/changes';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import {
  ApiRelationsService,
  listApis,
  relateApis,
  toRelatedEntity,
} from './apiRelations';

jest.setTimeout(60_000);

const consumer = (name: string, api: string) =>
  createComponent(name, { consumesApis: [api] });

describe('ApiRelationsService', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  describe.each(databases.eachSupportedId())('%p', databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const store = await createTestStore(knex);
      let minute = 0;
      const apply = async (changes: ChangeToRecord[], source = 'default') => {
        minute += 1;
        await store.ofSource(source).complete(
          createAppliedSync({
            record: {
              startTime: new Date(
                Date.UTC(2026, 0, 1, 0, minute),
              ).toISOString(),
            },
            changes,
          }),
        );
      };
      const listOfKinds = jest.fn(
        (query: Parameters<SnapshotStore['listOfKinds']>[0]) =>
          store.all.snapshot.listOfKinds(query),
      );
      const getEntities = jest.fn((refs: string[]) =>
        store.all.snapshot.getEntities(refs),
      );
      const service = new ApiRelationsService({
        store: { ...store.all, snapshot: { listOfKinds, getEntities } },
      });
      const consumersOf = async (api: string) =>
        (await service.getAll())
          .get(`api:default/${api}`)
          ?.consumers.map(({ name }) => name);
      return { apply, listOfKinds, getEntities, service, consumersOf };
    }

    it('reads the entities once, for all who ask until the next sync', async () => {
      const { apply, listOfKinds, service } = await setUp();
      await apply([added(consumer('a', 'x'))]);

      await Promise.all([service.getAll(), service.getAll()]);
      await service.getAll();

      expect(listOfKinds).toHaveBeenCalledTimes(1);
    });

    it('relates what different sources have, as of the latest sync of each', async () => {
      const { apply, consumersOf } = await setUp();
      await apply([added(consumer('a', 'x'))], 'payments');
      expect(await consumersOf('x')).toEqual(['a']);

      await apply([added(consumer('b', 'x'))], 'core');
      expect(await consumersOf('x')).toEqual(['a', 'b']);

      await apply([withoutVersion('removed', consumer('a', 'x'))], 'payments');
      expect(await consumersOf('x')).toEqual(['b']);
    });

    it('reads only what a sync has changed', async () => {
      const { apply, getEntities, consumersOf } = await setUp();
      const [a, b, c] = ['a', 'b', 'c'].map(name => consumer(name, 'x'));
      await apply([a, b, c].map(added));
      expect(await consumersOf('x')).toEqual(['a', 'b', 'c']);
      getEntities.mockClear();

      await apply([
        updated(b, consumer('b', 'y')),
        withoutVersion('removed', c),
      ]);

      expect(await consumersOf('x')).toEqual(['a']);
      expect(await consumersOf('y')).toEqual(['b']);
      expect(getEntities.mock.calls).toEqual([[['component:default/b']]]);
    });

    it('reads again what a sync changes meanwhile', async () => {
      const { apply, listOfKinds, consumersOf } = await setUp();
      const a = consumer('a', 'x');
      await apply([added(a)]);
      listOfKinds.mockImplementationOnce(async () => {
        const before = await listOfKinds({ kinds: ['Component'], limit: 9 });
        await apply([updated(a, consumer('a', 'y'))]);
        return before;
      });

      expect(await consumersOf('y')).toEqual(['a']);
      expect(await consumersOf('x')).toBeUndefined();
    });

    it('tries again after a failure', async () => {
      const { apply, listOfKinds, service, consumersOf } = await setUp();
      await apply([added(consumer('a', 'x'))]);
      listOfKinds.mockRejectedValueOnce(new Error('no connection'));

      await expect(service.getAll()).rejects.toThrow('no connection');
      expect(await consumersOf('x')).toEqual(['a']);
    });
  });
});

const relate = (
  ...entities: Array<{ kind: string; name: string; spec: object }>
) =>
  relateApis(
    entities.map(({ kind, name, spec }) =>
      toRelatedEntity({
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: { name, title: `The ${name}` },
        spec: { ...spec },
      }),
    ),
  );

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

describe('relateApis', () => {
  it('has who provides and who consumes an API, by name', () => {
    const relations = relate(
      component('shop', {
        owner: 'sales',
        system: 'retail',
        consumesApis: ['orders', 'API:default/Orders'],
      }),
      component('checkout', { consumesApis: ['api:orders'] }),
      api('Orders', { owner: 'payments', system: 'billing' }),
      component('order-service', { providesApis: ['orders'] }),
    );

    expect(relations.get('api:default/orders')).toEqual({
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
    const relations = relate(
      api('orders'),
      component('a', consumes('one', 'x')),
      component('b', consumes('two', 'y')),
      component('c', consumes('two', 'z')),
      component('d', consumes('user:default/ada', 'y')),
    );

    expect(relations.get('api:default/orders')?.impact).toEqual({
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
    const relations = relate(component('a', { consumesApis: ['shop/gone'] }));

    expect(relations.get('api:shop/gone')).toMatchObject({
      api: { name: 'gone', entityRef: 'api:shop/gone', hasContract: false },
      providers: [],
      consumers: [{ name: 'a' }],
    });
    expect(relations.get('api:default/gone')).toBeUndefined();
  });

  it('leaves out references that are not to an API', () => {
    const relations = relate(
      component('a', { providesApis: ['component:default/b', 7, 'a:b:c:d'] }),
    );

    expect([...relations]).toEqual([]);
  });
});

describe('listApis', () => {
  const relations = relate(
    api('c', { system: 'x' }),
    api('a', { system: 'x', owner: 'one' }),
    api('Größe', { owner: 'two' }),
    api('d', { owner: 'one' }),
    component('k', { consumesApis: ['b'] }),
  );
  const namesOf = (query: Parameters<typeof listApis>[1]) =>
    listApis(relations, query).apis.map(related => related.api.name);

  it('is in the order of entity refs, page by page', () => {
    expect(namesOf({ limit: 10 })).toEqual(['a', 'b', 'c', 'd', 'Größe']);
    expect(listApis(relations, { limit: 2 })).toMatchObject({
      total: 5,
      hasMore: true,
    });
    const next = { limit: 3, afterEntityRef: 'api:default/b' };
    expect(namesOf(next)).toEqual(['c', 'd', 'Größe']);
    expect(listApis(relations, next)).toMatchObject({
      total: 5,
      hasMore: false,
    });
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
