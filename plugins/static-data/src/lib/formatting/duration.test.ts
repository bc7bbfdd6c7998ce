import { formatDuration, formatElapsed } from './duration';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [839.6, '840 ms'],
    [999.4, '999 ms'],
    [1_000, '1.0 s'],
    [3_240, '3.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_600, '1 h'],
    [3_840_000, '1 h 4 min'],
  ])('writes %d ms as %s', (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});

describe('formatElapsed', () => {
  it.each([
    [-500, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [125_900, '2 min 5 s'],
  ])('counts %d ms in whole seconds', (milliseconds, expected) => {
    expect(formatElapsed(milliseconds)).toBe(expected);
  });
});
