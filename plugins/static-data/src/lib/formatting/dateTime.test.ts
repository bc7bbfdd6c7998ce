import {
  fromLocalTime,
  formatDateTime,
  formatRelativeTime,
  formatSpan,
  formatTime,
  toLocalTime,
} from './dateTime';

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
