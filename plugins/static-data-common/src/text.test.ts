import {
  describeDuration,
  formatPercent,
  formatPlace,
  listFirst,
  pluralize,
  escapeControls,
  truncate,
} from './text';

describe('listFirst', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a, b'],
    [['a', 'b', 'c'], 'a, b and 1 more'],
  ])('lists at most two of %j', (items, text) => {
    expect(listFirst(items, 2)).toBe(text);
  });

  it('takes another separator', () => {
    expect(listFirst(['a', 'b', 'c'], 2, { separator: '; ' })).toBe(
      'a; b and 1 more',
    );
  });

  it('describes the items that it names, and no others', () => {
    const describeItem = jest.fn((item: number) => `no. ${item}`);
    expect(listFirst([7, 8, 9], 2, { describe: describeItem })).toBe(
      'no. 7, no. 8 and 1 more',
    );
    expect(describeItem).toHaveBeenCalledTimes(2);
  });
});

describe('formatPlace', () => {
  it('names the file, and the line where it is known', () => {
    expect(formatPlace('data/squads.json', 3)).toBe('data/squads.json:3');
    expect(formatPlace('data/squads.json')).toBe('data/squads.json');
  });
});

describe('truncate', () => {
  it('cuts only what is too long', () => {
    expect(truncate('abc', 3)).toBe('abc');
    expect(truncate('abcd', 3)).toBe('ab…');
  });

  it('does not cut a character in half', () => {
    expect(truncate('ab😀cd', 4)).toBe('ab…');
    expect(truncate('ab😀cd', 5)).toBe('ab😀…');
  });
});

describe('escapeControls', () => {
  it.each([
    ['a\u001b[31mb', 'a\\u001b[31mb'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u202egnp.exe\u2028\u0085', '\\u202egnp.exe\\u2028\\u0085'],
    ['half \ud83d', 'half \\ud83d'],
    ['Zoë 😀 \\n', 'Zoë 😀 \\n'],
  ])('makes %j visible', (text, escaped) => {
    expect(escapeControls(text)).toBe(escaped);
    expect(escapeControls(escaped)).toBe(escaped);
  });

  it('keeps lines where it is asked to', () => {
    expect(escapeControls('a\n\tb\u0007', { keepsLines: true })).toBe(
      'a\n\tb\\u0007',
    );
  });
});

describe('pluralize', () => {
  it.each([
    [0, '0 entities'],
    [1, '1 entity'],
    [2, '2 entities'],
  ])('counts %d', (count, text) => {
    expect(pluralize(count, 'entity', 'entities')).toBe(text);
  });
});

describe('describeDuration', () => {
  it.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [60_000, '1 minute'],
    [59 * 60_000, '59 minutes'],
    [3_600_000, '1 hour'],
    [23 * 3_600_000, '23 hours'],
    [24 * 3_600_000, '1 day'],
    [10 * 24 * 3_600_000 + 5, '10 days'],
  ])('%d ms is %s', (milliseconds, words) => {
    expect(describeDuration(milliseconds)).toBe(words);
  });
});

describe('formatPercent', () => {
  it.each([
    [100, '100.0%'],
    [99.99, '99.9%'],
    [94.99, '94.9%'],
    [91.1666, '91.1%'],
    [57, '57.0%'],
    [0.3, '0.3%'],
    [64.1, '64.1%'],
    [0, '0.0%'],
  ])('writes %d as %s', (percent, expected) => {
    expect(formatPercent(percent)).toBe(expected);
  });
});
