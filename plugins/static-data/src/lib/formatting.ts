import {
  floorPercent,
  SyncStatisticsPeriod,
  SyncStats,
} from '@internal/plugin-static-data-common';
import { format } from 'date-fns';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

/** Also `P` and `PT`, which are none, and take no time. */
const ISO_DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The largest unit that fits into a number of milliseconds, but no smaller one than that. */
function findUnit(milliseconds: number, smallest: 'minute' | 'second') {
  return (
    UNITS.find(
      ([unit, length]) => milliseconds >= length || unit === smallest,
    ) ?? UNITS[3]
  );
}

/** How times, durations and numbers are written in a language. */
export type Formats = ReturnType<typeof createFormats>;

/** @param locale - a BCP 47 language tag, such as `de` or `en-GB` */
export function createFormats(locale: string) {
  const { hour12 } = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
  }).resolvedOptions();
  /** `3:30 PM`, but `03:30` where there are 24 hours. */
  const minuteOfDay = {
    hour: hour12 ? 'numeric' : '2-digit',
    minute: '2-digit',
  } as const;
  const timeOfDay = { ...minuteOfDay, second: '2-digit' } as const;

  const write = (time: string | Date, options: Intl.DateTimeFormatOptions) =>
    new Date(time).toLocaleString(locale, options);

  const formatCount = (count: number) => count.toLocaleString(locale);

  const formatDecimal = (value: number) =>
    value.toLocaleString(locale, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });

  const inWords = (count: number, unit: string) =>
    count.toLocaleString(locale, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
    });

  const joinUnits = (
    large: number,
    largeUnit: string,
    small: number,
    smallUnit: string,
  ) =>
    small === 0
      ? `${large} ${largeUnit}`
      : `${large} ${largeUnit} ${small} ${smallUnit}`;

  /** A duration at a sensible precision: `840 ms`, `3.2 s`, `2 min 5 s`, `1 h 4 min`. */
  const formatDuration = (milliseconds: number) => {
    if (milliseconds > 0 && milliseconds < 1) {
      return '<1 ms';
    }
    if (milliseconds < SECOND) {
      return `${Math.round(milliseconds)} ms`;
    }
    // 59 950 ms and more would be shown as "60.0 s"
    if (milliseconds < MINUTE - SECOND / 20) {
      return `${formatDecimal(milliseconds / SECOND)} s`;
    }
    if (milliseconds < HOUR - SECOND / 2) {
      const seconds = Math.round(milliseconds / SECOND);
      return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
    }
    const minutes = Math.round(milliseconds / MINUTE);
    return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  };

  return {
    formatCount,

    /** A difference between two counts, with its sign: `+3`, `−2`, `±0`. */
    formatDifference: (difference: number) =>
      difference === 0
        ? '±0'
        : difference.toLocaleString(locale, { signDisplay: 'always' }),

    formatDuration,

    /** Date and time with the time zone. */
    formatDateTime: (isoTime: string) =>
      write(isoTime, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        ...timeOfDay,
        timeZoneName: 'short',
      }),

    /** The time of day with the time zone. */
    formatTime: (time: Date) =>
      write(time, { ...timeOfDay, timeZoneName: 'short' }),

    /** The time of day to the minute, with the time zone; with the day, if it is not today. */
    formatMinute: (isoTime: string, now: Date = new Date()) => {
      const time = new Date(isoTime);
      return write(time, {
        ...(time.toDateString() !== now.toDateString() && {
          weekday: 'short',
        }),
        ...minuteOfDay,
        timeZoneName: 'short',
      });
    },

    /**
     * The time of day with milliseconds, where the time zone is said once for many; see
     * `formatTimeZone`.
     */
    formatLogTime: (isoTime: string) =>
      write(isoTime, {
        ...timeOfDay,
        // as wide on every line
        hour: '2-digit',
        hourCycle: 'h23',
        fractionalSecondDigits: 3,
      }),

    /** The name of the reader's time zone, at a time. */
    formatTimeZone: (isoTime: string = new Date().toISOString()) =>
      new Intl.DateTimeFormat(locale, { timeZoneName: 'short' })
        .formatToParts(new Date(isoTime))
        .find(({ type }) => type === 'timeZoneName')?.value ?? '',

    /** A time relative to now: `2 minutes ago`, `in 12 minutes`, `now`. */
    formatRelativeTime: (isoTime: string, now: Date = new Date()) => {
      const minutes = Math.round(
        (Date.parse(isoTime) - now.getTime()) / MINUTE,
      );
      if (minutes === 0) {
        return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
          0,
          'second',
        );
      }
      const [unit, length] = findUnit(Math.abs(minutes) * MINUTE, 'minute');
      return new Intl.RelativeTimeFormat(locale).format(
        Math.round((minutes * MINUTE) / length),
        unit,
      );
    },

    /** A number of milliseconds in words, in its largest whole unit: `2 hours`. */
    formatSpan: (milliseconds: number) => {
      const [unit, length] = findUnit(milliseconds, 'second');
      return inWords(Math.floor(milliseconds / length), unit);
    },

    /** Elapsed time in whole seconds: `12 s`, `2 min 5 s`. */
    formatElapsed: (milliseconds: number) => {
      const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
      return seconds < 60 ? `${seconds} s` : formatDuration(seconds * SECOND);
    },

    /** A period of statistics, as short as it can be: `24h`, `7d`. */
    formatPeriod: (period: SyncStatisticsPeriod) =>
      Number.parseInt(period, 10).toLocaleString(locale, {
        style: 'unit',
        unit: period.endsWith('h') ? 'hour' : 'day',
        unitDisplay: 'narrow',
      }),

    /** A percentage with one decimal, rounded down. */
    formatPercent: (percent: number) =>
      (floorPercent(percent) / 100).toLocaleString(locale, {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }),

    /** Parameters of a plural message: the number, and its localized form. */
    countParams: (count: number) => ({ count, formatted: formatCount(count) }),

    /** Message parameters for what a sync added, updated and removed. */
    changeParams: (stats: SyncStats) => ({
      added: formatCount(stats.entitiesAdded),
      updated: formatCount(stats.entitiesUpdated),
      removed: formatCount(stats.entitiesRemoved),
    }),

    /** A day or an hour on an axis, in the reader's time zone. */
    formatTick: (time: number, isDay: boolean) =>
      write(
        new Date(time),
        isDay
          ? { day: 'numeric', month: 'short' }
          : { ...minuteOfDay, timeZoneName: 'short' },
      ),

    /**
     * The axis label of a bucket of statistics. Hours are in the reader's time zone; days are UTC
     * days, which local time would shift to the day before in the Americas.
     */
    labelBucket: (date: string, period: SyncStatisticsPeriod) =>
      period === '24h'
        ? write(date, minuteOfDay)
        : write(date, { day: 'numeric', month: 'short', timeZone: 'UTC' }),

    /** The full name of a bucket, for tooltips and tables. */
    describeBucket: (date: string, period: SyncStatisticsPeriod) =>
      period === '24h'
        ? write(date, {
            day: 'numeric',
            month: 'short',
            ...minuteOfDay,
            timeZoneName: 'short',
          })
        : write(date, {
            weekday: 'short',
            day: 'numeric',
            month: 'short',
            year: 'numeric',
            timeZone: 'UTC',
          }),

    /**
     * An ISO 8601 duration in words: `1 hour 30 minutes`. Undefined for what is no duration, or
     * none that takes time.
     */
    describeInterval: (duration: string) => {
      const amounts = (ISO_DURATION.exec(duration) ?? []).slice(1);
      const words = amounts.flatMap((amount, index) =>
        Number(amount ?? 0) > 0
          ? [inWords(Number(amount), UNITS[index][0])]
          : [],
      );
      return words.join(' ') || undefined;
    },
  };
}

/** Converts ISO 8601 to the value of a `datetime-local` input, in the reader's time zone. */
export function toLocalTime(isoTime: string): string {
  return format(new Date(isoTime), "yyyy-MM-dd'T'HH:mm");
}

/** Converts the value of a `datetime-local` input to ISO 8601; undefined if it is empty. */
export function fromLocalTime(localTime: string): string | undefined {
  return localTime ? new Date(localTime).toISOString() : undefined;
}

const ENTITY_REF = /^[^:/]+:([^/]+)\/(.+)$/;

/** The name of an entity, with its namespace unless that is `default`. */
export function formatEntityRef(entityRef: string): string {
  const [, namespace, name] = ENTITY_REF.exec(entityRef) ?? [];
  if (!name) {
    return entityRef;
  }
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
