import fc from 'fast-check';
import { runAtOnce } from '../__testUtils__/runAtOnce';
import {
  MAX_NESTING,
  parseInSteps,
  parseJson,
  parseScannedJson,
  scanJsonYielding,
} from './parseJson';

// What is wrong with a large file is looked for in a thread, which a busy machine takes many seconds to start.
jest.setTimeout(60_000);

async function parseJsonYielding(
  text: string,
  yieldWhenDue: () => Promise<void> = async () => {},
) {
  const layout = await scanJsonYielding(text, yieldWhenDue);
  if ('problem' in layout) {
    return layout;
  }
  const parsed = await parseScannedJson(text, layout, yieldWhenDue);
  return 'problem' in parsed ? parsed : { ...parsed, layout };
}

describe('parseJson', () => {
  it('tells where each element of a list begins', () => {
    const text = '[\n  {"a": [1,\n 2]}, "b",\n\n  3\n]';
    expect(parseJson(text)).toEqual({
      value: [{ a: [1, 2] }, 'b', 3],
      layout: {
        lists: [{ offsets: [4, 20, 28], end: 30 }],
        repeatedKeys: [],
      },
    });
  });

  it.each([
    ['an empty array', '[]', [{ offsets: [], end: 1 }]],
    ['an array in an array', '[[1, 2], []]', [{ offsets: [1, 9], end: 11 }]],
    [
      'brackets and commas in strings',
      '["],[", "{"]',
      [{ offsets: [1, 8], end: 11 }],
    ],
    [
      'fields',
      '{"a": [1, [2]], "b": {"c": [3]}, "d": [4]}',
      [
        { key: 'a', offsets: [7, 10], end: 13 },
        { key: 'd', offsets: [39], end: 40 },
      ],
    ],
  ])('finds the lists in %s', (_, text, lists) => {
    expect(parseJson(text)).toMatchObject({ layout: { lists } });
  });

  it('says where a key is there twice, and not more than 10,000 times', () => {
    const text = '{"a": [{"b": {"c": 1, "\\u0063": 2}}], "d": 1, "d": 2}';
    expect(parseJson(text)).toMatchObject({
      layout: {
        repeatedKeys: [
          { path: ['a', 'b', 'c'], offset: text.indexOf('"\\u') },
          { path: ['d'], offset: text.lastIndexOf('"d"') },
        ],
      },
    });
    expect(parseJson(`{${'"a":1,'.repeat(10_001)}"a":1}`)).toMatchObject({
      problem: { message: 'has more than 10000 fields twice', line: 1 },
    });
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

  it.each([
    ['', 'expected a value, found the end of the file'],
    ['[{"a": 1} {"b": 2}]', 'expected a comma before this, found {'],
    ['[1, ]', "expected no comma before ']'"],
    ['{"a": 1,\n}', "expected no comma before '}'"],
    ["['a']", "expected text in double quotes, found 'a'"],
    ['[“a”]', 'expected text in double quotes, found “a”'],
    ['[NaN]', 'expected a value, or a name in double quotes, found NaN'],
    ['{"a" 1}', 'expected a colon after the name of a field, found 1'],
    ['{"a":}', 'expected a value, found }'],
    ['{1: 2}', 'expected the name of a field in double quotes, found 1'],
    ['[{"a": 1]', "expected a comma or '}', found ]"],
    ['[{"a": 1', "expected a comma or '}', found the end of the file"],
    ['[1', "expected a comma or ']', found the end of the file"],
    ['[] []', 'expected the end of the file, found ['],
    ['[{"a": [1]}] x', 'expected the end of the file, found x'],
    ["{}\n'x'", "expected the end of the file, found 'x'"],
    ['[// no\n]', 'expected no comments, found // no'],
    ['["a\n]', 'expected double quotes at the end of the text, found "a'],
    ['["\\x"]', 'expected one of "\\/bfnrtu after a backslash, found "\\x"'],
    ['["\\u1"]', 'expected four hexadecimal digits after \\u, found "\\u1"'],
    [
      '["\t"]',
      'expected tabs and other control characters as escapes such as \\t, found "\\t"',
    ],
    ['[1.]', 'expected a number, found 1.'],
  ])('says what was expected in %j', (text, words) => {
    expect(parseJson(text)).toMatchObject({
      problem: { message: `is not valid JSON: ${words}` },
    });
  });

  it('survives nesting that only a parser sees that goes on after an error', () => {
    const text = `["\n${'['.repeat(500_000)}`;
    expect(parseJson(text)).toMatchObject({ problem: { line: 1 } });
  });

  it('tells of a merge conflict', () => {
    const text = '[\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n]';
    expect(parseJson(text)).toEqual({
      problem: {
        message: 'has a merge conflict that was not resolved',
        line: 2,
      },
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

describe('parseJsonYielding', () => {
  it.each([
    ['in many strings', JSON.stringify(Array(300_000).fill('a'))],
    ['in one string', JSON.stringify('a'.repeat(1_000_000))],
    ['of escaped quotes', JSON.stringify('"'.repeat(500_000))],
    ['of backslashes', JSON.stringify('\\'.repeat(500_000))],
    ['that is wrong at its end', `${JSON.stringify(Array(400_000).fill(1))}]`],
  ])('reads a megabyte %s like parseJson, with pauses', async (name, text) => {
    let pauses = 0;
    const result = await parseJsonYielding(text, async () => {
      pauses += 1;
    });
    // Jest would take long to compare so much.
    expect(JSON.stringify(result)).toBe(JSON.stringify(parseJson(text)));
    expect(pauses).toBeGreaterThanOrEqual(
      // What is found at once needs no pause.
      ['in one string', 'of backslashes'].includes(name) ? 0 : 5,
    );
  });

  it.each([
    ['at the top level', (list: string) => list],
    ['in fields', (list: string) => `{"a": ${list}, "b": ${list}}`],
  ])(
    'parses the elements of long lists %s some at a time',
    async (_, toText) => {
      const element = '{"id": "a", "members": ["b", "c"]}';
      const text = toText(`[${`${element},\n`.repeat(20_000)}${element}]`);
      const parse = jest.spyOn(JSON, 'parse');
      const result = await parseJsonYielding(text);
      const lengths = parse.mock.calls.map(([part]) => part.length);
      parse.mockRestore();
      expect(Math.max(...lengths)).toBeLessThan(110_000);
      expect(JSON.stringify(result)).toBe(JSON.stringify(parseJson(text)));
    },
  );

  it('makes of a text in parts what it is as a whole', async () => {
    const part = fc.constantFrom(
      ...['[', ']', '{', '}', ',', ':', '"', ' ', '\u00a0'],
      ...['1', '[1]', '[[2], "x"]', '"a":[1,2]', '"__proto__":[]', '"a":3'],
    );
    const around = fc.constantFrom('$', '[$]', '{$}', '{"a":[$]}');
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom('', ',', ' , '),
        around,
        fc.integer({ min: 1, max: 20 }),
        async (parts, separator, frame, stepLength) => {
          const text = frame.replace('$', () => parts.join(separator));
          const layout = await scanJsonYielding(text, async () => {});
          const whole = parseJson(text);
          const inParts =
            'problem' in layout
              ? layout
              : runAtOnce(parseInSteps(text, layout, stepLength));
          const valueOf = (result: object) =>
            'value' in result ? JSON.stringify(result.value) : 'is not valid';
          expect(valueOf(inParts)).toBe(valueOf(whole));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
