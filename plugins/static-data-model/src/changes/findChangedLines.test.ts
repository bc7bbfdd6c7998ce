import { findChangedLines, firstWithin } from './findChangedLines';

describe('findChangedLines', () => {
  it.each([
    ['a\nb\nc\n', 'a\nB\nc\n', [2, 2], [2, 2]],
    ['a\nb\nc\n', 'a\nx\ny\nb\nc\n', [2, 2], [2, 3]],
    ['a\nb\nc\nd\n', 'a\nd\n', [2, 3], [2, 2]],
    ['a\nb\n', 'b\n', [1, 1], [1, 1]],
    ['a\nb\n', 'a\n', [2, 2], [1, 1]],
  ])('of %j and %j', (before, after, [oldStart, oldEnd], [start, end]) => {
    expect(findChangedLines(before, after)).toEqual([
      {
        before: { start: oldStart, end: oldEnd },
        after: { start, end },
      },
    ]);
  });

  it('are none in equal texts', () => {
    expect(findChangedLines('a\nb', 'a\nb')).toEqual([]);
  });
});

describe('firstWithin', () => {
  it('cuts the first that overlaps', () => {
    const changed = [
      { start: 1, end: 2 },
      { start: 4, end: 9 },
      { start: 11, end: 11 },
    ];
    expect(firstWithin(changed, { start: 6, end: 12 })).toEqual({
      start: 6,
      end: 9,
    });
    expect(firstWithin(changed, { start: 3, end: 3 })).toBeUndefined();
  });
});
