import { Entity } from '@backstage/catalog-model';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { findConsumers } from './findConsumers';

const { signal } = new AbortController();

function component(name: string, ...consumesApis: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: { consumesApis },
  };
}

function change(
  name: string,
  type: ChangeToRecord['change'] = 'updated',
): ChangeToRecord {
  return {
    entityRef: `api:default/${name}`,
    kind: 'API',
    change: type,
    sourceFile: 'contracts/x.yaml',
  };
}

describe('findConsumers', () => {
  it('names who consumes what changes, also what build files alone say', async () => {
    expect(
      await findConsumers({
        changes: [change('orders'), change('gone', 'removed'), change('other')],
        entities: [
          component('shop', 'orders'),
          component('cart', 'api:default/orders', 'untouched'),
        ],
        statedConsumers: async () =>
          new Map([['api:default/gone', ['component:default/mail']]]),
        signal,
      }),
    ).toEqual([
      {
        entityRef: 'api:default/orders',
        consumers: ['component:default/cart', 'component:default/shop'],
        count: 2,
      },
      {
        entityRef: 'api:default/gone',
        consumers: ['component:default/mail'],
        count: 1,
      },
    ]);
  });

  it('counts all, and names the first', async () => {
    const entities = Array.from({ length: 30 }, (_, index) =>
      component(`c${index}`, 'orders'),
    );
    const [api] = await findConsumers({
      changes: [change('orders')],
      entities,
      statedConsumers: async () => new Map(),
      signal,
    });
    expect(api).toMatchObject({ count: 30 });
    expect(api.consumers).toHaveLength(10);
  });

  it('says nothing of what is new', async () => {
    expect(
      await findConsumers({
        changes: [change('orders', 'added')],
        entities: [component('shop', 'orders')],
        statedConsumers: async () => new Map(),
        signal,
      }),
    ).toEqual([]);
  });
});
