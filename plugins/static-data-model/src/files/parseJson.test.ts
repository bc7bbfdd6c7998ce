import { MAX_NESTING, parseJson } from './parseJson';

describe('parseJson', () => {
  it('tells on which line each element of an array begins', () => {
    const text = '[\n  {"a": [1,\n 2]}, "b",\n\n  3\n]';
    expect(parseJson(text)).toEqual({
      value: [{ a: [1, 2] }, 'b', 3],
      elementLines: [2, 3, 5],
    });
  });

  it.each([
    ['an empty array', '[]', []],
    ['an array in an array', '[\n[\n1, 2], []]', [2, 3]],
    ['brackets and commas in strings', '["],[",\n"{"]', [1, 2]],
    ['Windows line ends', '[\r\n1,\r\n2]', [2, 3]],
  ])('counts lines in %s', (_, text, elementLines) => {
    expect(parseJson(text)).toMatchObject({ elementLines });
  });

  it.each([
    ['nothing', '', 1],
    ['a missing comma', '[\n  {"a": 1}\n  {"b": 2}\n]', 3],
    ['a trailing comma', '[\n  1,\n]', 3],
    ['a comment', '[\n  // none\n]', 2],
    ['an unclosed string', '[\n  "a\n]', 2],
    ['an unclosed array', '[\n1', 2],
    ['single quotes', "['a']", 1],
    ['more than one value', '[]\n[]', 2],
    ['a number that JSON does not know', '[\n\n01]', 3],
  ])('names the line of %s', (_, text, line) => {
    expect(parseJson(text)).toEqual({
      problem: { message: expect.stringContaining('is not valid JSON'), line },
    });
  });

  it.each(['[', '{"a":', '[{"a":'])('gives up on deeply nested %s', opening => {
    expect(parseJson(opening.repeat(500_000))).toEqual({
      problem: {
        message: `is nested more than ${MAX_NESTING} levels deep`,
        line: 1,
      },
    });
  });

  it('keeps the prototype of what it returns', () => {
    const result = parseJson('{"__proto__": {"polluted": true}}');
    const value = 'value' in result ? result.value : undefined;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });
});
