import { listTicks, spread, toPercent, toTime, toTimeAxis } from './timeline';

const NOW = Date.parse('2026-05-04T12:30:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('toTimeAxis', () => {
  it('reaches from the first time until now, and over an hour at least', () => {
    expect(toTimeAxis(['2026-05-04T09:00:00.000Z'], NOW, 1)).toMatchObject({
      start: Date.parse('2026-05-04T09:00:00.000Z'),
      end: NOW,
    });
    expect(toTimeAxis(['2026-05-04T12:29:00.000Z'], NOW, 1)).toMatchObject({
      start: NOW - HOUR_MS,
      end: NOW,
    });
    // the clock of the backend is ahead
    expect(toTimeAxis(['2026-05-04T12:31:00.000Z'], NOW, 1).end).toBe(
      Date.parse('2026-05-04T12:31:00.000Z'),
    );
  });

  it.each([
    ['3 in a minute', 3, 20_000, 1.4],
    ['30 in five minutes', 30, 10_000, 1.4],
    ['100 within an hour and a day before', 100, 30_000, 0.6],
    ['100 on a telephone', 100, 1_000, 0.9],
  ])('keeps %s apart, in their order', (_, count, distance, width) => {
    const times = [
      NOW - DAY_MS,
      ...Array.from({ length: count }, (__, index) => NOW - index * distance),
    ];
    const axis = toTimeAxis(
      times.map(time => new Date(time).toISOString()),
      NOW,
      width,
    );
    const places = times.sort((a, b) => a - b).map(at => toPercent(at, axis));
    expect(places[0]).toBe(0);
    expect(places.at(-1)).toBe(100);
    for (const [index, place] of places.slice(1).entries()) {
      expect(place - places[index]).toBeGreaterThan(0.999 * width);
    }
  });
});

describe('a place on an axis', () => {
  const range = { start: 1000, end: 3000 };

  it('is a percentage, and back', () => {
    expect(toPercent(1500, range)).toBe(25);
    expect(toTime(0.25, range)).toBe(1500);
  });

  it('never lies outside', () => {
    expect([toTime(-1, range), toTime(2, range)]).toEqual([1000, 3000]);
  });

  it('is in proportion to the moments beside it', () => {
    const axis = {
      ...range,
      moments: [
        { time: 2000, place: 20 },
        { time: 2100, place: 90 },
      ],
    };
    expect(
      [1000, 1500, 2000, 2050, 2100, 2550, 3000].map(at => toPercent(at, axis)),
    ).toEqual([0, 10, 20, 55, 90, 95, 100]);
    expect(
      [0, 0.1, 0.2, 0.55, 0.9, 0.95, 1].map(share => toTime(share, axis)),
    ).toEqual([1000, 1500, 2000, 2050, 2100, 2550, 3000]);
  });

  it('is at the end of time where the last moment was moved there', () => {
    const axis = { ...range, moments: [{ time: 2900, place: 100 }] };
    expect(toPercent(2900, axis)).toBe(100);
    expect(toTime(1, axis)).toBe(3000);
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

  it('names the latest of those that are too close to each other to be read', () => {
    const start = Date.parse('2026-05-04T12:00:00.000Z');
    const end = start + 5 * HOUR_MS;
    const ticks = listTicks({
      start,
      end,
      moments: [{ time: end - HOUR_MS, place: 20 }],
    });
    expect(ticks.map(tick => [tick.start, tick.end])).toEqual([
      [start + HOUR_MS, start + 4 * HOUR_MS],
      [start + 4 * HOUR_MS, end],
    ]);
  });

  it('leaves room for a label that stands before its tick, as behind it is none', () => {
    const start = Date.parse('2026-05-04T12:00:00.000Z');
    const listPlaces = (last: number) => {
      const end = start + 3 * HOUR_MS + 1;
      const moments = [
        { time: start + HOUR_MS, place: 50 },
        { time: start + 2 * HOUR_MS, place: 70 },
        { time: start + 3 * HOUR_MS, place: last },
      ];
      const axis = { start, end, moments };
      return listTicks(axis).map(tick => [
        Math.round(toPercent(tick.start, axis)),
        tick.isLabelBefore,
      ]);
    };
    expect(listPlaces(85)).toEqual([
      [0, false],
      [50, false],
      [70, false],
      [85, false],
    ]);
    expect(listPlaces(90)).toEqual([
      [0, false],
      [50, false],
      [90, true],
    ]);
  });
});
