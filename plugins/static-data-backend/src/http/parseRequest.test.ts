import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { parseRequest, readQuery } from './parseRequest';

const schema = z.strictObject({
  size: z.array(z.enum(['S', 'M'], { error: 'must be S or M' })).optional(),
});

describe('parseRequest', () => {
  it('returns what the schema makes of the parameters', () => {
    expect(parseRequest(schema, { size: ['S'] })).toEqual({ size: ['S'] });
  });

  it('names each parameter once, and what is wrong with it', () => {
    const parse = () => parseRequest(schema, { size: ['X', 'Y'], colour: '1' });

    expect(parse).toThrow(InputError);
    expect(parse).toThrow(
      `Invalid request: size: must be S or M; unknown parameter 'colour'`,
    );
  });

  it('names few of many unknown parameters, none of them as it is', () => {
    const names = Array.from(
      { length: 100_000 },
      (_, index) => `${index}\u001b[2J\u202e${'x'.repeat(100)}`,
    );
    const parse = () =>
      parseRequest(schema, Object.fromEntries(names.map(name => [name, '1'])));

    expect(parse).toThrow(
      /^Invalid request: (unknown parameter '\d+\\u001b\[2J\\u202ex+…'; ){10}99990 more unknown parameters$/,
    );
  });
});

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
