import { describeBucket, labelBucket, toGrowthSeries } from './chartData';

const NOON = '2026-05-04T12:00:00.000Z';
const MIDNIGHT = '2026-05-04T00:00:00.000Z';

describe('labelBucket', () => {
  it('is an hour or a day', () => {
    expect(labelBucket(NOON, '24h')).toMatch(/^12:00\sPM$/);
    expect(labelBucket(MIDNIGHT, '7d')).toBe('May 4');
  });
});

describe('describeBucket', () => {
  it('is unambiguous', () => {
    expect(describeBucket(NOON, '24h')).toMatch(/^May 4, 12:00\sPM UTC$/);
    expect(describeBucket(MIDNIGHT, '30d')).toBe('Mon, May 4, 2026');
  });
});

function growth(...values: number[]) {
  return values.map((count, index) => ({ date: `day ${index}`, count }));
}

function counts(...values: number[]) {
  return toGrowthSeries(growth(...values)).points.map(point => point.count);
}

describe('toGrowthSeries', () => {
  it('shows the time before the first sync as a gap', () => {
    expect(counts(0, 0, 62, 65)).toEqual([null, null, 62, 65]);
    expect(counts(0, 0)).toEqual([null, null]);
  });

  it('keeps a catalog that became empty', () => {
    expect(counts(62, 0)).toEqual([62, 0]);
  });

  it.each([
    [
      [0, 0],
      [0, 4],
    ],
    [
      [62, 62],
      [61, 65],
    ],
    [
      [0, 62, 65],
      [61, 69],
    ],
    [
      [100, 200],
      [90, 210],
    ],
    [
      [1, 0, 1],
      [0, 4],
    ],
  ])('divides the axis for %j into whole steps: %j', (values, domain) => {
    expect(toGrowthSeries(growth(...values)).domain).toEqual(domain);
  });
});
