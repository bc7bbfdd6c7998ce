import { TestDatabases } from '@backstage/backend-test-utils';
import { startStaticData } from '../__testUtils__/startStaticData';
import { readQuery } from './strictRequests';

describe('readQuery', () => {
  it.each([
    ['/syncs', {}],
    ['/syncs?', {}],
    ['/syncs?a=1&b=%2Fc+d', { a: '1', b: '/c d' }],
    ['/syncs?a=1&a=2', { a: ['1', '2'] }],
    ['/syncs?a[0]=1&a[b]=2&c.d=3', { 'a[0]': '1', 'a[b]': '2', 'c.d': '3' }],
    ['/syncs?constructor=1&toString', { constructor: '1', toString: '' }],
    ['/syncs?a=b?c=d', { a: 'b?c=d' }],
  ])('reads %s', (url, expected) => {
    expect({ ...readQuery(url) }).toEqual(expected);
  });

  it('takes __proto__ for a name, and leaves prototypes alone', () => {
    const query = readQuery('/syncs?__proto__=1&__proto__=2');

    expect(Object.entries(query)).toEqual([['__proto__', ['1', '2']]]);
  });

  it('reads every parameter, however many there are', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `p${index}=1`);

    expect(Object.keys(readQuery(`/?${many.join('&')}`))).toHaveLength(2000);
  });
});

describe('requests', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each([
    ['/health?__proto__=1', `unknown parameter '__proto__'`],
    ['/health?constructor', `unknown parameter 'constructor'`],
    ['/sync-history?limit[gt]=1', `unknown parameter 'limit[gt]'`],
    ['/sync-history/%E0%A4%A', 'the path is not percent-encoded UTF-8'],
  ])('are refused for %s', async (path, message) => {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });

    const { status, body } = await api.get(`/api/static-data${path}`);

    expect(status).toBe(400);
    expect(body.error.message).toContain(`Invalid request: ${message}`);
  });
});
