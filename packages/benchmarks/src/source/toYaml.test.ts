import { load } from 'js-yaml';
import { createAsyncapiDocument } from './events';
import { createOpenapiDocument } from './openapi';
import { toYaml } from './toYaml';

describe('toYaml', () => {
  it.each([
    { a: { b: [1, 'two', { c: true, d: [] }, {}], e: null }, '200': '200' },
    { text: 'yes', colon: 'a: b', quote: `it's "so"`, dash: '- a', empty: '' },
    [{ 'a/{b}': ['x y', 'null'] }, [[1], [{ z: 0.5 }]]],
  ])('writes what reads as %j', value => {
    expect(load(toYaml(value))).toEqual(value);
  });

  it('writes contracts', () => {
    for (const index of [0, 1, 2]) {
      const openapi = createOpenapiDocument(index, true);
      expect(load(toYaml(openapi))).toEqual(openapi);
      const asyncapi = createAsyncapiDocument(index, false);
      expect(load(toYaml(asyncapi))).toEqual(asyncapi);
    }
  });
});
