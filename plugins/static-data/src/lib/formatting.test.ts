import {
  describeSchedule,
  formatCount,
  formatDateTime,
  formatDuration,
  formatElapsed,
  formatEntityRef,
  formatRelativeTime,
  formatSpan,
  formatTime,
  fromLocalTime,
  toLocalTime,
} from './formatting';

const now = new Date('2026-05-04T12:32:00.000Z');

describe('formatDateTime', () => {
  it('writes out date, time and time zone', () => {
    expect(formatDateTime('2026-05-04T12:30:05.000Z')).toBe(
      'May 4, 2026, 12:30:05 PM UTC',
    );
  });
});

describe('formatTime', () => {
  it('leaves out the date', () => {
    expect(formatTime(now)).toMatch(/^12:32:00\sPM$/);
  });
});

describe('formatRelativeTime', () => {
  it.each([
    ['2026-05-04T12:30:00.000Z', '2 minutes ago'],
    ['2026-05-04T13:00:00.000Z', 'in 28 minutes'],
  ])('sees %s as %s', (time, expected) => {
    expect(formatRelativeTime(time, now)).toBe(expected);
  });
});

describe('formatSpan', () => {
  it('puts milliseconds into words', () => {
    expect(formatSpan(2 * 3_600_000)).toBe('about 2 hours');
  });
});

describe('toLocalTime', () => {
  it('is taken back by fromLocalTime', () => {
    const time = '2026-05-04T12:30:00.000Z';
    expect(toLocalTime(time)).toMatch(/^2026-05-0\dT\d\d:\d\d$/);
    expect(fromLocalTime(toLocalTime(time))).toBe(time);
  });
});

describe('fromLocalTime', () => {
  it('has no time for an empty input', () => {
    expect(fromLocalTime('')).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '<1 ms'],
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

describe('formatCount', () => {
  it('groups digits', () => {
    expect(formatCount(12_345)).toBe('12,345');
  });
});

describe('formatEntityRef', () => {
  it.each([
    ['component:default/checkout', 'checkout'],
    ['api:payments/orders-v1', 'payments/orders-v1'],
    ['checkout', 'checkout'],
  ])('shows %s as %s', (entityRef, name) => {
    expect(formatEntityRef(entityRef)).toBe(name);
  });
});

describe('describeSchedule', () => {
  it.each([
    ['*/30 * * * *', 'Every 30 minutes'],
    ['0 6 * * 1', 'At 06:00, only on Monday'],
  ])('puts the cron expression %s into words', (frequency, words) => {
    expect(describeSchedule(frequency)).toBe(words);
  });

  it.each([
    ['PT30M', 'Every 30 minutes'],
    ['PT1H30M', 'Every 1 hour 30 minutes'],
    ['P1D', 'Every 1 day'],
    ['PT45S', 'Every 45 seconds'],
  ])('puts the duration %s into words', (frequency, words) => {
    expect(describeSchedule(frequency)).toBe(words);
  });

  it.each(['manual', 'P', 'PT', 'PT0S', '99 99 * * *'])(
    'has no words for %s',
    frequency => {
      expect(describeSchedule(frequency)).toBeUndefined();
    },
  );
});
