import {
  createFormats,
  formatEntityRef,
  fromLocalTime,
  toLocalTime,
} from './formatting';

const {
  describeBucket,
  describeInterval,
  formatCount,
  formatDateTime,
  formatDuration,
  formatElapsed,
  formatPercent,
  formatMinute,
  formatRelativeTime,
  formatPeriod,
  formatSpan,
  formatTime,
  formatTimeZone,
  labelBucket,
} = createFormats('en-US');

const now = new Date('2026-05-04T12:32:00.000Z');

describe('formatDateTime', () => {
  it('writes out date, time and time zone', () => {
    expect(formatDateTime('2026-05-04T12:30:05.000Z')).toBe(
      'May 4, 2026, 12:30:05 PM UTC',
    );
  });
});

describe('formatTime', () => {
  it.each([
    ['en-US', /^3:05:09\sAM UTC$/],
    ['de', /^03:05:09 UTC$/],
  ])('writes the early hours as one does in %s', (locale, text) => {
    const early = new Date('2026-05-04T03:05:09.000Z');
    expect(createFormats(locale).formatTime(early)).toMatch(text);
  });

  it('leaves out the date, not the time zone', () => {
    expect(formatTime(now)).toMatch(/^12:32:00\sPM UTC$/);
  });
});

describe('formatMinute', () => {
  it.each([
    ['2026-05-04T13:00:30.000Z', /^1:00\sPM UTC$/],
    ['2026-05-05T00:30:00.000Z', /^Tue,? 12:30\sAM UTC$/],
  ])('names the day of %s if it is not today', (time, text) => {
    expect(formatMinute(time, now)).toMatch(text);
  });
});

describe('formatRelativeTime', () => {
  it.each([
    ['2026-05-04T12:30:00.000Z', '2 minutes ago'],
    ['2026-05-04T13:00:00.000Z', 'in 28 minutes'],
    ['2026-05-04T12:31:45.000Z', 'now'],
    ['2026-05-04T13:00:00.001Z', 'in 28 minutes'],
    ['2026-05-04T12:59:59.999Z', 'in 28 minutes'],
    ['2026-05-04T13:31:40.000Z', 'in 1 hour'],
    ['2026-05-04T09:30:00.000Z', '3 hours ago'],
    ['2026-05-01T12:00:00.000Z', '3 days ago'],
  ])('sees %s as %s', (time, expected) => {
    expect(formatRelativeTime(time, now)).toBe(expected);
  });
});

describe('formatSpan', () => {
  it('puts milliseconds into words', () => {
    expect(formatSpan(2.9 * 3_600_000)).toBe('2 hours');
    expect(formatSpan(30_000)).toBe('30 seconds');
  });
});

describe('formatPeriod', () => {
  it('is as short as it can be in the language of the reader', () => {
    expect(formatPeriod('24h')).toBe('24h');
    expect(formatPeriod('7d')).toBe('7d');
    expect(createFormats('de').formatPeriod('90d')).toBe('90 T');
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

describe('describeInterval', () => {
  it.each([
    ['PT30M', '30 minutes'],
    ['PT1H30M', '1 hour 30 minutes'],
    ['P1D', '1 day'],
    ['PT45S', '45 seconds'],
  ])('puts %s into words', (duration, words) => {
    expect(describeInterval(duration)).toBe(words);
  });

  it.each(['manual', 'P', 'PT', 'PT0S', '*/30 * * * *'])(
    'has no words for %s',
    duration => {
      expect(describeInterval(duration)).toBeUndefined();
    },
  );
});

describe('formatPercent', () => {
  it('rounds down, to one decimal', () => {
    expect(formatPercent(94.99)).toBe('94.9%');
    expect(formatPercent(100)).toBe('100.0%');
  });
});

describe('formatTimeZone', () => {
  it('names the time zone of the reader', () => {
    expect(formatTimeZone()).toBe('UTC');
  });
});

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

describe('in other languages', () => {
  const german = createFormats('de');

  it('writes times and numbers as readers expect them', () => {
    const time = '2026-05-04T12:30:05.000Z';
    expect(german.formatDateTime(time)).toBe('4. Mai 2026, 12:30:05 UTC');
    expect(german.formatRelativeTime(time, now)).toBe('vor 2 Minuten');
    expect(german.formatSpan(7_200_000)).toBe('2 Stunden');
    expect(german.formatCount(12_345)).toBe('12.345');
    expect(german.formatDuration(3_240)).toBe('3,2 s');
    expect(german.formatPercent(99.7)).toMatch(/^99,7\s%$/);
    expect(german.describeInterval('PT30M')).toBe('30 Minuten');
  });

  it('needs no words of its own', () => {
    expect(
      createFormats('ar').formatRelativeTime('2026-05-04T12:22:00.000Z', now),
    ).toContain('قبل');
  });
});
