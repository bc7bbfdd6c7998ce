import { listEntityReferences } from './listEntityReferences';

const checkout = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'shop' },
  spec: {
    type: 'service',
    providesApis: ['Orders', 'api:default/carts'],
    owner: 'group:payments',
    dependsOn: ['resource:db', 'no-kind'],
    system: { not: 'a text' },
    consumesApis: ['api:too:many:colons/', 7],
  },
};

describe('listEntityReferences', () => {
  it('resolves references as the catalog does, and leaves out what is none', () => {
    expect(listEntityReferences(checkout)).toEqual([
      { field: 'spec.owner', entityRef: 'group:shop/payments' },
      { field: 'spec.providesApis', entityRef: 'api:shop/orders' },
      { field: 'spec.providesApis', entityRef: 'api:default/carts' },
      { field: 'spec.dependsOn', entityRef: 'resource:shop/db' },
    ]);
  });

  it('leaves out what is not wanted', () => {
    expect(
      listEntityReferences(checkout, text => text.includes('Orders')),
    ).toEqual([{ field: 'spec.providesApis', entityRef: 'api:shop/orders' }]);
  });

  it('finds none in an entity without a spec', () => {
    expect(listEntityReferences({ ...checkout, spec: undefined })).toEqual([]);
  });
});
