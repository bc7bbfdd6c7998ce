import { toGrowthSeries } from './chartData';

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
