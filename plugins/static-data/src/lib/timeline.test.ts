import { listTicks, spread, toPercent, toTime, toTimeRange } from './timeline';

const NOW = Date.parse('2026-05-04T12:30:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('toTimeRange', () => {
  it('reaches from the first time until now, and over an hour at least', () => {
    expect(toTimeRange(['2026-05-04T09:00:00.000Z'], NOW)).toEqual({
      start: Date.parse('2026-05-04T09:00:00.000Z'),
      end: NOW,
    });
    expect(toTimeRange(['2026-05-04T12:29:00.000Z'], NOW)).toEqual({
      start: NOW - HOUR_MS,
      end: NOW,
    });
    // the clock of the backend is ahead
    expect(toTimeRange(['2026-05-04T12:31:00.000Z'], NOW).end).toBe(
      Date.parse('2026-05-04T12:31:00.000Z'),
    );
  });
});

describe('a place in a range', () => {
  const range = { start: 1000, end: 3000 };

  it('is a percentage, and back', () => {
    expect(toPercent(1500, range)).toBe(25);
    expect(toTime(0.25, range)).toBe(1500);
  });

  it('never lies outside', () => {
    expect([toTime(-1, range), toTime(2, range)]).toEqual([1000, 3000]);
  });
});

describe('spread', () => {
  it.each([
    ['leaves what is apart', [10, 20, 30], 5, [10, 20, 30]],
    ['moves what is too near to the right', [10, 11, 12], 5, [10, 15, 20]],
    [
      'moves to the left where there is no room',
      [97, 99, 99],
      5,
      [90, 95, 100],
    ],
    ['makes do with the room there is', [50, 50, 50], 80, [0, 50, 100]],
    ['has nothing to do', [], 5, []],
    ['has one place', [100], 5, [100]],
  ])('%s', (_, places, gap, expected) => {
    expect(spread(places, gap)).toEqual(expected);
  });
});

describe('listTicks', () => {
  it.each([
    [1, 'hour'],
    [5, 'hour'],
    [28, 'hour'],
    [48, 'day'],
    [5 * 24, 'day'],
    [30 * 24, 'day'],
    [400 * 24, 'day'],
    [3000 * 24, 'day'],
  ])('divides %i hours by the %s', (hours, unit) => {
    const range = { start: NOW - hours * HOUR_MS, end: NOW };
    const ticks = listTicks(range);

    expect(ticks.length).toBeGreaterThanOrEqual(1);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(new Set(ticks.map(({ isDay }) => isDay))).toEqual(
      new Set([unit === 'day']),
    );
    for (const [index, { start, end, isDay }] of ticks.entries()) {
      expect(start % (isDay ? DAY_MS : HOUR_MS)).toBe(0);
      expect(start).toBeGreaterThanOrEqual(range.start);
      expect(ticks[index + 1]?.start ?? end).toBe(end);
    }
  });
});
