import {
  percentile,
  SyncConfigSnapshot,
  SyncConfiguration,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  addDays,
  addHours,
  differenceInHours,
  startOfDay,
  startOfHour,
} from 'date-fns';

const HOUR_MS = 3_600_000;

/** As many as fit side by side on a telephone. */
const MAX_TICKS = 6;

const DAY_STEPS = [1, 2, 7, 14, 28, 91, 182, 365, 730];
const HOUR_STEPS = [1, 3, 6];

/** Runs up to this long are told apart by the hour, not by the day. */
const MAX_HOURS = HOUR_STEPS[HOUR_STEPS.length - 1] * (MAX_TICKS - 1);

/** Syncs that take up to so many times as long as the median are drawn to scale. */
const MAX_MEDIANS = 3;

/** A stretch of time, in milliseconds. */
export interface TimeRange {
  start: number;
  end: number;
}

/** From the first of some times (ISO 8601) until now, and at least an hour. */
export function toTimeRange(times: string[], now: number): TimeRange {
  const start = Math.min(now - HOUR_MS, ...times.map(Date.parse));
  return { start, end: Math.max(now, ...times.map(Date.parse)) };
}

/** Where a time is in a range, in percent of its length. */
export function toPercent(time: number, { start, end }: TimeRange): number {
  return (100 * (time - start)) / (end - start);
}

/**
 * Moves places (in percent, ascending) apart so far that none lies on the one before; together they
 * stay between 0 and 100.
 *
 * @param gap - percent between two of them, if there is room for it
 */
export function spread(places: number[], gap: number): number[] {
  const step = Math.min(gap, 100 / Math.max(1, places.length - 1));
  const spreadPlaces: number[] = [];
  for (const place of places) {
    spreadPlaces.push(
      Math.max(place, (spreadPlaces.at(-1) ?? -Infinity) + step),
    );
  }
  let limit = 100;
  for (let index = places.length - 1; index >= 0; index--) {
    spreadPlaces[index] = Math.min(spreadPlaces[index], limit);
    limit = spreadPlaces[index] - step;
  }
  return spreadPlaces;
}

/** The time at a share (0 to 1) of a range. */
export function toTime(share: number, { start, end }: TimeRange): number {
  const inside = Math.min(1, Math.max(0, share));
  return Math.round(start + inside * (end - start));
}

/** One division of a time axis, which reaches to the next. */
export interface Tick extends TimeRange {
  isDay: boolean;
}

/** Whole days, or hours of a short range, in the reader's time zone; few enough to be read. */
export function listTicks(range: TimeRange): Tick[] {
  const hours = differenceInHours(range.end, range.start);
  const isDay = hours > MAX_HOURS;
  const steps = isDay ? DAY_STEPS : HOUR_STEPS;
  const units = isDay ? hours / 24 : hours;
  const step =
    steps.find(candidate => units / candidate < MAX_TICKS) ??
    steps[steps.length - 1];
  const after = (time: number | Date) =>
    isDay ? addDays(time, step) : addHours(time, step);
  const ticks: Tick[] = [];
  const begin = isDay ? startOfDay(range.start) : startOfHour(range.start);
  for (let tick = begin; tick.getTime() < range.end; tick = after(tick)) {
    if (tick.getTime() >= range.start) {
      const start = tick.getTime();
      ticks.push({ start, end: after(tick).getTime(), isDay });
    }
  }
  return ticks;
}

/** A change of the configuration; what changed is known of what the records of syncs keep. */
export interface ConfigurationChange {
  /** ISO 8601, UTC. */
  time: string;
  from?: string;
  to?: string;
}

/**
 * The changes of the configuration in a range, oldest first: those between two syncs, dated by the
 * later one, and the latest of all, which may be of what no sync records.
 *
 * @param syncs - newest first
 */
export function listConfigurationChanges(
  syncs: SyncHistoryRecord[],
  configuration: SyncConfiguration,
  range: TimeRange,
): ConfigurationChange[] {
  const changes: ConfigurationChange[] = [];
  let isLatestListed = false;
  const latest = configuration.lastConfigUpdate;
  for (let index = syncs.length - 2; index >= 0; index--) {
    const [before, after] = [syncs[index + 1], syncs[index]];
    const [from, to] = describeChange(
      before.configSnapshot,
      after.configSnapshot,
    );
    if (from !== to) {
      changes.push({ time: after.startTime, from, to });
      isLatestListed ||= before.startTime < latest && latest <= after.startTime;
    }
  }
  if (!isLatestListed && Date.parse(latest) >= range.start) {
    changes.push({ time: latest });
  }
  return changes;
}

/** What two configurations do not have in common, in words. */
function describeChange(
  from: SyncConfigSnapshot,
  to: SyncConfigSnapshot,
): [string, string] {
  const fields = (
    ['repository', 'branch', 'scheduleFrequency'] as const
  ).filter(field => from[field] !== to[field]);
  const describe = (snapshot: SyncConfigSnapshot) =>
    fields.map(field => snapshot[field] ?? '–').join(', ');
  return [describe(from), describe(to)];
}

/** The duration that 95 of 100 syncs do not exceed; milliseconds. */
export function findP95(syncs: SyncHistoryRecord[]): number {
  return percentile(sortDurations(syncs), 95);
}

/**
 * The duration at the top of an axis, in milliseconds: the longest, unless that is so much longer than
 * most, of however many syncs, that these would be flat below it.
 */
export function findTopDuration(syncs: SyncHistoryRecord[]): number {
  const durations = sortDurations(syncs);
  return Math.min(
    durations.at(-1) ?? 0,
    MAX_MEDIANS * percentile(durations, 50),
  );
}

function sortDurations(syncs: SyncHistoryRecord[]): number[] {
  return syncs.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
}
