import { describeDuration } from './describeDuration';

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
