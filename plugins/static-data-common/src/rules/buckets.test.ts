import { createBuckets } from './buckets';

describe('createBuckets', () => {
  it('divides 24 hours into UTC hours that cover them exactly', () => {
    const { from, to, starts } = createBuckets(
      '24h',
      new Date('2026-03-29T14:10:00.000Z'),
    );

    expect(from.toISOString()).toBe('2026-03-28T14:10:00.000Z');
    expect(to.toISOString()).toBe('2026-03-29T14:10:00.000Z');
    expect(starts).toHaveLength(25);
    expect(starts[0].toISOString()).toBe('2026-03-28T14:00:00.000Z');
    expect(starts[24].toISOString()).toBe('2026-03-29T14:00:00.000Z');
  });

  it.each([
    ['7d', 8, '2026-03-22T00:00:00.000Z'],
    ['30d', 31, '2026-02-27T00:00:00.000Z'],
    ['90d', 91, '2025-12-29T00:00:00.000Z'],
  ] as const)('divides %s into %d UTC days', (period, count, first) => {
    const { starts } = createBuckets(
      period,
      new Date('2026-03-29T14:10:00.000Z'),
    );

    expect(starts).toHaveLength(count);
    expect(starts[0].toISOString()).toBe(first);
    expect(starts[count - 1].toISOString()).toBe('2026-03-29T00:00:00.000Z');
  });

  it('puts a time on the full hour into the bucket that starts there', () => {
    const { from, starts } = createBuckets(
      '24h',
      new Date('2026-03-29T14:00:00.000Z'),
    );

    expect(from).toEqual(starts[0]);
    expect(starts).toHaveLength(25);
    expect(starts[24].toISOString()).toBe('2026-03-29T14:00:00.000Z');
  });
});
