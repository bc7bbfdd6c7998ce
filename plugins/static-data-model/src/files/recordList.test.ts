import * as jsonc from 'jsonc-parser';
import { sourceFile } from '../__testUtils__/sourceFiles';
import { readRecordList } from './recordList';

jest.mock('jsonc-parser', () => ({
  ...jest.requireActual('jsonc-parser'),
  parseTree: jest.fn(jest.requireActual('jsonc-parser').parseTree),
  printParseErrorCode: jest.fn(
    jest.requireActual('jsonc-parser').printParseErrorCode,
  ),
}));

const NEVER_DUE = async () => {};

describe('readRecordList', () => {
  it('parses a record once, however many of its lines are asked for', async () => {
    const list = await readRecordList(
      sourceFile('squads.json', [{ id: 'a', members: [1, 2] }]),
      'squads',
      NEVER_DUE,
    );
    const [{ lineOf }] = 'elements' in list ? list.elements : [];
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
    const [{ lineOf }] = 'elements' in list ? list.elements : [];
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
    expect('elements' in list && list.elements[0].lineOf(['name'])).toBe(line);
  });

  it('tells the lines of many records in YAML', async () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `- id: a${i}\n`);
    const list = await readRecordList(
      { path: 'data/squads.yaml', text: text.join('') },
      'squads',
      NEVER_DUE,
    );
    const elements = 'elements' in list ? list.elements : [];
    expect(elements).toHaveLength(5_000);
    expect(elements[4_321]).toMatchObject({
      value: { id: 'a4321' },
      line: 4_322,
    });
  });
});
