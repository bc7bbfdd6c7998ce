import { SyncStatisticsPeriod } from '@internal/plugin-static-data-common';

/**
 * The label of a bucket on an axis. Hours are shown in the reader's time zone;
 * days are UTC days, and would fall on the day before in the Americas.
 */
export function labelBucket(
  date: string,
  period: SyncStatisticsPeriod,
): string {
  return period === '24h'
    ? format(date, { hour: '2-digit', minute: '2-digit' })
    : format(date, { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

/** The full name of a bucket, unambiguous within its period. */
export function describeBucket(
  date: string,
  period: SyncStatisticsPeriod,
): string {
  return period === '24h'
    ? format(date, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
      })
    : format(date, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      });
}

function format(date: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(undefined, options).format(new Date(date));
}
