import cronstrue from 'cronstrue';
import { formatDuration as formatDurationInWords } from 'date-fns';

const ISO_DURATION =
  /^P(?!$)(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * What a schedule says, in words: of a cron expression (`Every 30 minutes`) or
 * of an ISO 8601 duration (`30 minutes`). Undefined where it is neither.
 */
export type ScheduleDescription =
  | { type: 'cron'; words: string }
  | { type: 'interval'; words: string };

/** Puts a schedule into words. */
export function describeSchedule(
  frequency: string,
): ScheduleDescription | undefined {
  const interval = describeIsoDuration(frequency);
  if (interval) {
    return { type: 'interval', words: interval };
  }
  try {
    return {
      type: 'cron',
      words: cronstrue.toString(frequency, { use24HourTimeFormat: true }),
    };
  } catch {
    // the expression itself is shown beside the words, so nothing is lost
    return undefined;
  }
}

function describeIsoDuration(duration: string): string | undefined {
  const match = ISO_DURATION.exec(duration);
  if (!match) {
    return undefined;
  }
  const [days, hours, minutes, seconds] = match
    .slice(1)
    .map(part => Number(part ?? 0));
  const words = formatDurationInWords({ days, hours, minutes, seconds });
  return words || undefined;
}
