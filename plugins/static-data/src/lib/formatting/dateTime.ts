import { format, formatDistance } from 'date-fns';

/** A point in time in the reader's locale and time zone, the zone included. */
export function formatDateTime(isoTime: string): string {
  return new Intl.DateTimeFormat(undefined, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(isoTime));
}

/** The time of day in the reader's locale and time zone. */
export function formatTime(time: Date): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(
    time,
  );
}

/** A point in time seen from now: `2 minutes ago`, `in 12 minutes`. */
export function formatRelativeTime(
  isoTime: string,
  now: Date = new Date(),
): string {
  return formatDistance(new Date(isoTime), now, { addSuffix: true });
}

/** How much time a number of milliseconds is, in words: `about 2 hours`. */
export function formatSpan(milliseconds: number): string {
  return formatDistance(milliseconds, 0);
}

/** A point in time as an input of the type `datetime-local` takes it, in the reader's time zone. */
export function toLocalTime(isoTime: string): string {
  return format(new Date(isoTime), "yyyy-MM-dd'T'HH:mm");
}

/** The point in time that an input of the type `datetime-local` gives; undefined where it is empty. */
export function fromLocalTime(localTime: string): string | undefined {
  return localTime ? new Date(localTime).toISOString() : undefined;
}
