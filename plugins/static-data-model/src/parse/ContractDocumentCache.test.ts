import { ContractDocumentCache } from './ContractDocumentCache';

const CONTENT = Buffer.from('a: 1');
const RESULT = { document: { description: 'A' } };

describe('ContractDocumentCache', () => {
  it('parses the same content once, in one pass and in the next', () => {
    const cache = new ContractDocumentCache();
    const parse = jest.fn(() => RESULT);
    for (let pass = 0; pass < 3; pass++) {
      cache.beginPass();
      expect(cache.getOrParse(CONTENT, 'yaml', parse)).toBe(RESULT);
      expect(cache.getOrParse(CONTENT, 'yaml', parse)).toBe(RESULT);
    }
    expect(parse).toHaveBeenCalledTimes(1);
  });

  it('parses again what is read in another format, or has changed', () => {
    const cache = new ContractDocumentCache();
    const parse = jest.fn(() => RESULT);
    cache.beginPass();
    cache.getOrParse(CONTENT, 'yaml', parse);
    cache.getOrParse(CONTENT, 'json', parse);
    cache.getOrParse(Buffer.from('a: 2'), 'yaml', parse);
    expect(parse).toHaveBeenCalledTimes(3);
  });

  it('forgets what a pass did not use', () => {
    const cache = new ContractDocumentCache();
    const parse = jest.fn(() => RESULT);
    cache.beginPass();
    cache.getOrParse(CONTENT, 'yaml', parse);
    cache.beginPass();
    cache.beginPass();
    cache.getOrParse(CONTENT, 'yaml', parse);
    expect(parse).toHaveBeenCalledTimes(2);
  });
});
