import { issuesOf } from './__testUtils__/issuesOf';
import { apiPathSchema, apiRelationsQuerySchema } from './apiRelations';

describe('apiPathSchema', () => {
  it.each([
    ['orders-api', 'api:default/orders-api'],
    ['Orders_API.v1', 'api:default/orders_api.v1'],
    ['shop/orders', 'api:shop/orders'],
    ['API:Shop/Orders', 'api:shop/orders'],
    ['api:orders', 'api:default/orders'],
  ])('reads %s', (api, entityRef) => {
    expect(apiPathSchema.parse({ api })).toBe(entityRef);
  });

  it.each([
    '',
    'a/b/c',
    'component:default/orders',
    'api:',
    ':orders',
    'default/',
    'orders api',
    '-orders',
    '../orders',
    'x'.repeat(300),
  ])('refuses %j', api => {
    expect(issuesOf(apiPathSchema, { api })).toEqual([
      'api: must be the name or the entity ref of an API',
    ]);
  });
});

describe('apiRelationsQuerySchema', () => {
  it('takes filters and a page', () => {
    expect(
      apiRelationsQuerySchema.parse({
        q: 'order',
        system: 'Shop',
        owner: 'user:default/Ada',
        limit: '5',
        cursor: 'abc',
      }),
    ).toEqual({
      q: 'order',
      system: 'system:default/shop',
      owner: 'user:default/ada',
      limit: 5,
      cursor: 'abc',
    });
    expect(apiRelationsQuerySchema.parse({ owner: 'payments' })).toEqual({
      owner: 'group:default/payments',
      limit: 50,
    });
  });

  it('refuses what is no reference, and systems of another kind', () => {
    expect(
      issuesOf(apiRelationsQuerySchema, { system: 'domain:a', owner: 'a b' }),
    ).toEqual([
      'system: must be the name or the entity ref of a system',
      'owner: must be the name or the entity ref of a squad',
    ]);
  });
});
