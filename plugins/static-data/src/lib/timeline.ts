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
import uniq from 'lodash/uniq';

const HOUR_MS = 3_600_000;

/** As many as fit side by side on a telephone. */
const MAX_TICKS = 6;

/** Percent between two of them; those of equal hours or days are further apart. */
const MIN_TICK_GAP = 100 / (MAX_TICKS + 1);

/** Percent; the label of a tick further to the right stands before it, because behind it is no room. */
const LAST_LABEL = 85;

/** Percent between such a tick and the one before: two labels side by side, where there is room for both. */
const MIN_LAST_GAP = 22;

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

/**
 * A stretch of time on an axis, where some moments may be further apart than their times: whatever lies
 * between two of them is in proportion to these.
 */
export interface TimeAxis extends TimeRange {
  /** Oldest first; where each is, in percent. */
  moments?: Array<{ time: number; place: number }>;
}

/**
 * From the first of some times (ISO 8601) until now, and at least an hour; no two of the times are
 * closer to each other than a mark is wide.
 *
 * @param width - of a mark, in percent, if there is room for it
 */
export function toTimeAxis(
  times: string[],
  now: number,
  width: number,
): TimeAxis {
  const sorted = uniq(times.map(Date.parse)).sort((a, b) => a - b);
  const range = {
    start: Math.min(now - HOUR_MS, ...sorted),
    end: Math.max(now, ...sorted),
  };
  const places = spread(
    sorted.map(time => toPercent(time, range)),
    width,
  );
  return {
    ...range,
    moments: sorted.map((time, index) => ({ time, place: places[index] })),
  };
}

/** Where a time is on an axis, in percent of its length. */
export function toPercent(time: number, axis: TimeAxis): number {
  const [from, to] = findNeighbours(axis, moment => moment.time < time);
  return interpolate(time, [from.time, to.time], [from.place, to.place]);
}

/** The time at a share (0 to 1) of an axis. */
export function toTime(share: number, axis: TimeAxis): number {
  const place = 100 * Math.min(1, Math.max(0, share));
  const [from, to] = findNeighbours(axis, moment => moment.place <= place);
  return Math.round(
    interpolate(place, [from.place, to.place], [from.time, to.time]),
  );
}

/** The last moment of an axis that is before something, and the one after it; its ends are moments, too. */
function findNeighbours(
  { start, end, moments = [] }: TimeAxis,
  isBefore: (moment: { time: number; place: number }) => boolean,
) {
  const first = { time: start, place: 0 };
  const last = { time: end, place: 100 };
  const after = moments.findIndex(moment => !isBefore(moment));
  const index = after < 0 ? moments.length : after;
  return [moments[index - 1] ?? first, moments[index] ?? last];
}

/** What corresponds to a value between two others. */
function interpolate(
  value: number,
  [from, to]: [number, number],
  [first, last]: [number, number],
): number {
  return to > from
    ? first + ((value - from) / (to - from)) * (last - first)
    : last;
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

/** One division of a time axis, which reaches to the next. */
export interface Tick extends TimeRange {
  isDay: boolean;
  /** Whether its label stands before it. */
  isLabelBefore: boolean;
}

/**
 * Whole days, or hours of a short range, in the reader's time zone; few enough, and far enough from each
 * other, to be read. Of those that are too close to each other, the latest stays.
 */
export function listTicks(range: TimeAxis): Tick[] {
  const hours = differenceInHours(range.end, range.start);
  const isDay = hours > MAX_HOURS;
  const steps = isDay ? DAY_STEPS : HOUR_STEPS;
  const units = isDay ? hours / 24 : hours;
  const step =
    steps.find(candidate => units / candidate < MAX_TICKS) ??
    steps[steps.length - 1];
  const after = (time: number | Date) =>
    isDay ? addDays(time, step) : addHours(time, step);
  const starts: number[] = [];
  const begin = isDay ? startOfDay(range.start) : startOfHour(range.start);
  for (let tick = begin; tick.getTime() < range.end; tick = after(tick)) {
    if (tick.getTime() >= range.start) {
      starts.push(tick.getTime());
    }
  }
  const ticks: Tick[] = [];
  for (const start of starts.reverse()) {
    const [next] = ticks;
    const place = toPercent(start, range);
    const isLabelBefore = place > LAST_LABEL;
    const gap = next?.isLabelBefore ? MIN_LAST_GAP : MIN_TICK_GAP;
    if (!next) {
      const end = after(start).getTime();
      ticks.push({ start, end, isDay, isLabelBefore });
    } else if (toPercent(next.start, range) - place >= gap) {
      ticks.unshift({ start, end: next.start, isDay, isLabelBefore });
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
