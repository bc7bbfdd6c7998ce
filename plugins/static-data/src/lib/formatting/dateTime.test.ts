import {
  formatDateTime,
  formatRelativeTime,
  formatSpan,
  formatTime,
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
