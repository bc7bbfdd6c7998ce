import { formatCount, formatPercent } from './number';

describe('formatCount', () => {
  it('groups digits', () => {
    expect(formatCount(12_345)).toBe('12,345');
  });
});

describe('formatPercent', () => {
  it.each([
    [100, '100.0%'],
    [99.99, '99.9%'],
    [99.2, '99.2%'],
    [0, '0.0%'],
  ])('writes %d as %s', (percent, expected) => {
    expect(formatPercent(percent)).toBe(expected);
  });
});
