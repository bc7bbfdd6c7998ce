import { SyncStats } from '@internal/plugin-static-data-common';
import cronstrue from 'cronstrue';
import {
  format,
  formatDistance,
  formatDuration as formatDurationInWords,
} from 'date-fns';

/** Date and time in the reader's locale, with the time zone. */
export function formatDateTime(isoTime: string): string {
  return new Date(isoTime).toLocaleString(undefined, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
}

/** The time of day in the reader's locale and time zone. */
export function formatTime(time: Date): string {
  return time.toLocaleTimeString(undefined, { timeStyle: 'medium' });
}

/** A time relative to now: `2 minutes ago`, `in 12 minutes`. */
export function formatRelativeTime(
  isoTime: string,
  now: Date = new Date(),
): string {
  return formatDistance(new Date(isoTime), now, { addSuffix: true });
}

/** A number of milliseconds in words: `about 2 hours`. */
export function formatSpan(milliseconds: number): string {
  return formatDistance(milliseconds, 0);
}

/** Converts ISO 8601 to the value of a `datetime-local` input, in the reader's time zone. */
export function toLocalTime(isoTime: string): string {
  return format(new Date(isoTime), "yyyy-MM-dd'T'HH:mm");
}

/** Converts the value of a `datetime-local` input to ISO 8601; undefined if it is empty. */
export function fromLocalTime(localTime: string): string | undefined {
  return localTime ? new Date(localTime).toISOString() : undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A duration at a sensible precision: `840 ms`, `3.2 s`, `2 min 5 s`, `1 h 4 min`. */
export function formatDuration(milliseconds: number): string {
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
}

function formatDecimal(value: number): string {
  return value.toLocaleString(undefined, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

function joinUnits(
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
): string {
  return small === 0
    ? `${large} ${largeUnit}`
    : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Elapsed time in whole seconds: `12 s`, `2 min 5 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * SECOND);
}

export function formatCount(count: number): string {
  return count.toLocaleString();
}

/** Parameters of a plural message: the number, and its localized form. */
export function countParams(count: number) {
  return { count, formatted: formatCount(count) };
}

/** Message parameters for what a sync added, updated and removed. */
export function changeParams(stats: SyncStats) {
  return {
    added: formatCount(stats.entitiesAdded),
    updated: formatCount(stats.entitiesUpdated),
    removed: formatCount(stats.entitiesRemoved),
  };
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

const ISO_DURATION =
  /^P(?!$)(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Describes a schedule in words: a cron expression, or an interval as an ISO 8601 duration.
 * Undefined if it is neither.
 */
export function describeSchedule(frequency: string): string | undefined {
  const interval = describeIsoDuration(frequency);
  if (interval) {
    return `Every ${interval}`;
  }
  try {
    return cronstrue.toString(frequency, { use24HourTimeFormat: true });
  } catch {
    // the expression itself is shown beside the words, so nothing is lost
    return undefined;
  }
}

/** Empty for what is no duration, or none that takes time. */
function describeIsoDuration(duration: string): string {
  const [days, hours, minutes, seconds] = (ISO_DURATION.exec(duration) ?? [])
    .slice(1)
    .map(part => Number(part ?? 0));
  return formatDurationInWords({ days, hours, minutes, seconds });
}
