import v8 from 'node:v8';
import * as jsonc from 'jsonc-parser';
import { sourceFile } from '../__testUtils__/sourceFiles';
import { parseYamlRecords } from './parseYaml';
import { readRecordList } from './recordList';

jest.mock('jsonc-parser', () => ({
  ...jest.requireActual('jsonc-parser'),
  parseTree: jest.fn(jest.requireActual('jsonc-parser').parseTree),
  printParseErrorCode: jest.fn(
    jest.requireActual('jsonc-parser').printParseErrorCode,
  ),
}));

// Long files in YAML are read in a thread, which a busy machine takes many seconds to start.
jest.setTimeout(60_000);

const NEVER_DUE = async () => {};

function elementsOf(list: Awaited<ReturnType<typeof readRecordList>>) {
  return 'elements' in list ? [...list.elements] : [];
}

describe('readRecordList', () => {
  it('parses a record once, however many of its lines are asked for', async () => {
    const list = await readRecordList(
      sourceFile('squads.json', [{ id: 'a', members: [1, 2] }]),
      'squads',
      NEVER_DUE,
    );
    const [{ lineOf }] = elementsOf(list);
    expect(lineOf(['members', 0])).toBe(5);
    expect(lineOf(['members', 1])).toBe(6);
    expect(lineOf(['name'])).toBe(2);
    expect(jsonc.parseTree).toHaveBeenCalledTimes(1);
  });

  it('finds the line of a field in YAML, not of texts and fields that begin like it', async () => {
    const list = await readRecordList(
      sourceFile(
        'squads.yaml',
        '- id: a\n  membership: none\n  description: |\n    members of the squad\n  members:\n    - [bad]\n',
      ),
      'squads',
      NEVER_DUE,
    );
    const [{ lineOf }] = elementsOf(list);
    expect(lineOf(['members'])).toBe(5);
    expect(lineOf(['members', 0])).toBe(6);
  });

  it('looks into the first of many errors alone', async () => {
    const list = await readRecordList(
      sourceFile('squads.json', `[${','.repeat(1_000)}`),
      'squads',
      NEVER_DUE,
    );
    expect(list).toHaveProperty('problem');
    expect(jsonc.printParseErrorCode).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['of a field', 10, 3],
    ['of the record, if that is long', 300_000, 2],
  ])('tells the line %s', async (_, length, line) => {
    const text = `[\n{"id": "${'a'.repeat(length)}",\n"name": 1}]`;
    const list = await readRecordList(
      { path: 'data/squads.json', text },
      'squads',
      NEVER_DUE,
    );
    expect(elementsOf(list)[0].lineOf(['name'])).toBe(line);
  });

  it('tells the lines of many records in YAML', async () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `- id: a${i}\n`);
    const list = await readRecordList(
      { path: 'data/squads.yaml', text: text.join('') },
      'squads',
      NEVER_DUE,
    );
    const elements = elementsOf(list);
    expect(elements).toHaveLength(5_000);
    expect(elements[4_321]).toMatchObject({
      value: { id: 'a4321' },
      line: 4_322,
    });
  });

  it.each([
    ['data/squads.yaml', '- id: a\n  name: []\n'],
    ['data/squads.json', '[{"id": "a",\n"name": []},\n{"id": "b"}]'],
  ])('looks at few lines of %s, whatever follows', async (path, start) => {
    const calls = [
      jest.spyOn(String.prototype, 'indexOf'),
      jest.spyOn(String.prototype, 'replace'),
    ];
    const text = start.replace(',\n{', `,${'\n'.repeat(20_000)}{`);
    const list = await readRecordList(
      { path, text: text.padEnd(20_050, '\n') },
      'squads',
      NEVER_DUE,
    );
    expect(elementsOf(list)[0].lineOf(['name'])).toBe(2);
    const count = calls.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    jest.restoreAllMocks();
    expect(count).toBeLessThan(3_000);
  });

  it('makes a record when it is its turn, and looks no further for its line', async () => {
    const list = await readRecordList(
      sourceFile('squads.json', [{ id: 'a' }, { id: 'b' }]),
      'squads',
      NEVER_DUE,
    );
    const elements = 'elements' in list ? list.elements : [];
    expect(Array.isArray(elements)).toBe(false);
    expect([...elements].map(({ line }) => line)).toEqual([2, 5]);
  });

  it.each([
    ['records', 'TOO_LARGE', `[${'0,'.repeat(100_000)}0]`, '100000 squads'],
    [
      'values',
      'SYNTAX',
      `[${`{"members": [${'0,'.repeat(20_000)}0]},`.repeat(50)}{}]`,
      '1000000 values',
    ],
    [
      'values of a record',
      'SYNTAX',
      `[{"id": "a"}, {"members": [${'0,'.repeat(30_000)}0]}]`,
      '30000 values in one record',
    ],
    [
      'values around the records',
      'SYNTAX',
      `{"a": [1], "b": {"c": [${'0,'.repeat(30_000)}0]}, "squads": []}`,
      '30000 values in one record, or around',
    ],
  ])('refuses more %s than it can go through', async (_, code, text, what) => {
    const list = await readRecordList(
      { path: 'data/squads.json', text },
      'squads',
      NEVER_DUE,
    );
    expect(list).toMatchObject({
      problem: {
        code,
        message: expect.stringContaining(`has more than ${what}`),
      },
    });
  });

  it.each([
    ['of a record', `- [${'0,'.repeat(30_000)}0]\n`, 'has more than 30000 val'],
    [
      'of texts that are merged',
      `- &a {id: a, name: ${'x'.repeat(30_000)}}\n${'- <<: *a\n'.repeat(
        2_000,
      )}`,
      'aliases that stand for too much',
    ],
    [
      'in aliases of aliases',
      `- &a0 [x]\n${Array.from(
        { length: 5_000 },
        (_, index) => `- &a${index + 1} [*a${index}]\n`,
      ).join('')}`,
      'is nested more than 100 levels deep',
    ],
    [
      'of lists of lists',
      `- &a0 [x]\n${Array.from(
        { length: 90 },
        (_, index) => `- &a${index + 1} [*a${index}, *a${index}]\n`,
      ).join('')}`,
      'aliases that stand for too much',
    ],
  ])('refuses too much %s in YAML', async (_, text, message) => {
    const list = await readRecordList(
      { path: 'data/squads.yaml', text },
      'squads',
      NEVER_DUE,
    );
    expect(list).toMatchObject({
      problem: { code: 'SYNTAX', message: expect.stringContaining(message) },
    });
  });

  it('copies the records of a long file in YAML some at a time', async () => {
    const text = '- {id: a, members: [b, c]}\n'.repeat(10_000);
    const deserialize = jest.spyOn(v8, 'deserialize');
    const list = await readRecordList(
      { path: 'data/squads.yaml', text },
      'squads',
      NEVER_DUE,
    );
    const elements = elementsOf(list);
    const batches = deserialize.mock.calls.length;
    deserialize.mockRestore();
    expect(elements).toHaveLength(10_000);
    expect(elements[9_999].value).toEqual({ id: 'a', members: ['b', 'c'] });
    expect(batches).toBeGreaterThanOrEqual(10);
  });

  it.each(['[$]', '{"meta": [1], "squads": [$]}'])(
    'refuses too many records in %s before it parses them',
    async around => {
      const parse = jest.spyOn(JSON, 'parse');
      const list = await readRecordList(
        {
          path: 'data/squads.json',
          text: around.replace('$', `${'{},'.repeat(100_000)}{}`),
        },
        'squads',
        NEVER_DUE,
      );
      const calls = parse.mock.calls.length;
      parse.mockRestore();
      expect(list).toMatchObject({ problem: { code: 'TOO_LARGE' } });
      expect(calls).toBe(0);
    },
  );

  it('leaves it to others how long their lists are', async () => {
    const text = `{"meta": [${'0,'.repeat(
      100_000,
    )}0], "squads": [{"id": "a"}]}`;
    const list = await readRecordList(
      { path: 'data/squads.json', text },
      'squads',
      NEVER_DUE,
    );
    expect(elementsOf(list)).toMatchObject([{ value: { id: 'a' } }]);
  });

  it('does not look for letters in a name that is far too long', async () => {
    const replace = jest.spyOn(String.prototype, 'replace');
    await readRecordList(
      sourceFile('squads.json', { ['-'.repeat(1_000)]: [] }),
      'squads',
      NEVER_DUE,
    );
    const looked = replace.mock.contexts.filter(it => String(it).length > 999);
    replace.mockRestore();
    expect(looked).toEqual([]);
  });
});

describe('parseYamlRecords', () => {
  it('counts values, what several aliases stand for once', () => {
    const text = '- &a [1, 2, 3]\n- *a\n- *a\n';
    expect(parseYamlRecords(text, 7)).toHaveProperty('value');
    expect(parseYamlRecords(text, 6)).toEqual({
      problem: { message: 'has more than 1000000 values' },
    });
  });
});
