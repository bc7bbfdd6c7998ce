import { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { CronTime } from 'cron';
import { parseCron, SyncSchedule } from './SyncSchedule';
import { invalid, valuesOf } from './values';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Longer ones would hide for weeks that nothing is synchronised: that takes a person who pauses it. */
const MAX_WINDOW_MS = 7 * DAY_MS;

/**
 * One of the times at which a maintenance window is open.
 *
 * @public
 */
export interface OpenWindow {
  since: Date;
  until: Date;
  reason: string;
}

/**
 * When a maintenance window opens, and for how long.
 *
 * @public
 */
export interface MaintenanceWindow {
  /** A cron expression, in the time zone of the process. */
  cron: string;
  durationMs: number;
  reason: string;
}

/**
 * When scheduled syncs and those after pushes wait, as the configuration says: by cron expressions in the time
 * zone of the process, and durations.
 *
 * @public
 */
export class MaintenanceWindows {
  readonly #windows: Array<MaintenanceWindow & { times: CronTime }>;

  /** @throws Error that says what is wrong with a cron expression */
  constructor(windows: MaintenanceWindow[] = []) {
    this.#windows = windows.map(window => ({
      ...window,
      times: parseCron(window.cron),
    }));
  }

  /** The window that is open at a time; of several, the one that is open longest. */
  findAt(time: Date): OpenWindow | undefined {
    const open = this.#windows
      .map(window => findOpening(window, window.times, time))
      .filter(window => window !== undefined);
    return open.sort((a, b) => b.until.getTime() - a.until.getTime()).at(0);
  }

  /** For the digest of the configuration. */
  toJSON(): MaintenanceWindow[] {
    return this.#windows.map(({ times, ...window }) => window);
  }
}

/**
 * The times after `since` at which a sync was due and not put off by a maintenance window, oldest first.
 *
 * @param ranAt - when the schedule last asked for a sync: the scheduler counts from there
 * @public
 */
export function findMissedRuns(
  {
    frequency,
    maintenance,
  }: { frequency: SyncSchedule; maintenance: MaintenanceWindows },
  times: { since: Date; now: Date; ranAt: Date },
): Date[] {
  const { now, ranAt } = times;
  let { since } = times;
  for (;;) {
    const runs = frequency.missedRuns(since, now, ranAt);
    const window = runs.length > 0 && maintenance.findAt(runs[0]);
    if (!window) {
      return runs.filter(run => !maintenance.findAt(run));
    }
    // From its end on: it may have put off more runs than are counted.
    since = window.until;
  }
}

/**
 * Reads `schedule.maintenance`.
 *
 * @param at - where the configuration is below `staticData`
 */
export function readMaintenanceWindows(
  config: Config,
  at: string,
): MaintenanceWindows | undefined {
  const key = 'schedule.maintenance';
  const windows = config.getOptionalConfigArray(key);
  return (
    windows &&
    new MaintenanceWindows(
      windows.map((window, i) => readWindow(window, `${at}${key}[${i}].`)),
    )
  );
}

function readWindow(config: Config, at: string): MaintenanceWindow {
  const { line, milliseconds } = valuesOf(config, at);
  const cron = line('cron')?.trim();
  if (cron === undefined) {
    throw invalid(
      `${at}cron`,
      "a cron expression, such as '0 22 * * FRI'",
      cron,
    );
  }
  try {
    parseCron(cron);
  } catch (error) {
    throw new InputError(
      `Invalid configuration: 'staticData.${at}cron' ${toError(error).message}`,
    );
  }
  if (!config.has('duration')) {
    throw invalid(`${at}duration`, "a duration, such as '4h'", undefined);
  }
  const reason = line('reason') ?? 'Maintenance window';
  const durationMs = milliseconds('duration', {}, MAX_WINDOW_MS);
  return { cron, durationMs, reason };
}

/** The latest opening that has not ended by then: openings may be closer together than a window is long. */
function findOpening(
  { durationMs, reason }: MaintenanceWindow,
  cron: CronTime,
  time: Date,
): OpenWindow | undefined {
  const now = time.getTime();
  const first = nextAfter(cron, now - durationMs);
  if (first > now) {
    return undefined;
  }
  const last = findLastOpening(cron, first, now);
  return {
    since: new Date(first),
    until: new Date(last + durationMs),
    reason,
  };
}

/** By halves: in a long window there may be any number of openings. */
function findLastOpening(cron: CronTime, first: number, now: number): number {
  let last = first;
  let end = now;
  while (end - last > 1_000) {
    const middle = Math.floor((last + end) / 2);
    const opening = nextAfter(cron, middle);
    if (opening <= now) {
      last = opening;
    } else {
      end = middle;
    }
  }
  const next = nextAfter(cron, last);
  return next <= now ? next : last;
}

function nextAfter(cron: CronTime, time: number): number {
  return cron.getNextDateFrom(new Date(time)).toMillis();
}
