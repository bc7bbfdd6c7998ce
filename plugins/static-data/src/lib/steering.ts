import {
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { addDays, addHours, set } from 'date-fns';

/** How long a pause or a pin can be chosen to last. */
export const DURATIONS = [
  'open',
  'hour',
  'fourHours',
  'tomorrow',
  'time',
] as const;

/** `open`: until somebody ends it; `time`: until a time that the reader enters. */
export type Duration = (typeof DURATIONS)[number];

/** Eight in the morning, where the reader is. */
export function tomorrowMorning(now: Date): Date {
  return set(addDays(now, 1), {
    hours: 8,
    minutes: 0,
    seconds: 0,
    milliseconds: 0,
  });
}

/** When something ends that begins now; undefined if somebody has to end it. */
export function toEnd(
  duration: Exclude<Duration, 'time'>,
  now: Date,
): Date | undefined {
  switch (duration) {
    case 'hour':
      return addHours(now, 1);
    case 'fourHours':
      return addHours(now, 4);
    case 'tomorrow':
      return tomorrowMorning(now);
    default:
      return undefined;
  }
}

/** Whether a sync can be cancelled: nobody has, and it has sent nothing to the catalog. */
export function isCancellable(running: RunningSync | null): boolean {
  return Boolean(
    running && !running.cancelledBy && running.phase !== 'CATALOG_APPLY',
  );
}

/** Whether a sync left a state behind that there is a way back to. */
export function isRestorable({ status, dryRun }: SyncHistoryRecord): boolean {
  return status !== 'FAILURE' && !dryRun;
}
