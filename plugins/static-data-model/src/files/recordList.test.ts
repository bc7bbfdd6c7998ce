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

describe('readRecordList', () => {
  it('parses a record once, however many of its lines are asked for', () => {
    const list = readRecordList(
      sourceFile('squads.json', [{ id: 'a', members: [1, 2] }]),
      'squads',
    );
    const [{ lineOf }] = 'elements' in list ? list.elements : [];
    expect(lineOf(['members', 0])).toBe(5);
    expect(lineOf(['members', 1])).toBe(6);
    expect(lineOf(['name'])).toBe(2);
    expect(jsonc.parseTree).toHaveBeenCalledTimes(1);
  });

  it('looks into the first of many errors alone', () => {
    const list = readRecordList(
      sourceFile('squads.json', `[${','.repeat(1_000)}`),
      'squads',
    );
    expect(list).toHaveProperty('problem');
    expect(jsonc.printParseErrorCode).toHaveBeenCalledTimes(1);
  });
});
