import { toError } from '@backstage/errors';
import { HumanDuration } from '@backstage/types';
import { MAX_MISSED_RUNS } from '@internal/plugin-static-data-common';
import { CronTime } from 'cron';
import { Duration } from 'luxon';
import { parseDuration } from './values';

const DEFAULT_CRON = '*/30 * * * *';

/** In place of a time: only people ask for syncs. */
const MANUAL = 'manual';

/** Until it tries again, Backstage's scheduler waits this long when the library finds no next time. */
const RETRY_MS = 60_000;

/** How many answers are kept: enough for the longest list of missed runs. */
const MAX_WINDOWS = 2 * MAX_MISSED_RUNS;

/**
 * When syncs are due: by a cron expression, in the time zone of the process, at an interval, or never.
 *
 * Times are calculated as Backstage's scheduler does, with the same library, so that what is
 * predicted is what happens, also in the nights in which clocks are changed
 * (`TaskWorker` in `@backstage/backend-defaults` 0.18.0).
 *
 * @public
 */
export class SyncSchedule {
  /** What Backstage's scheduler takes as `frequency`; undefined if only people ask for syncs. */
  readonly frequency?: { cron: string } | HumanDuration;
  readonly #text: string;
  readonly #cron?: CronTime;
  readonly #intervalMs: number = 0;
  /** Times, and what was calculated to be due next after them: the library is slow. */
  readonly #windows: { from: number; due: number }[] = [];

  /**
   * @param value - a cron expression, also as `{ cron }`, a duration, or `manual`
   * @throws Error that says what was expected
   */
  constructor(value: unknown = DEFAULT_CRON) {
    if (value === MANUAL) {
      this.#text = MANUAL;
      return;
    }
    const cron = toCron(value);
    if (cron !== undefined) {
      this.frequency = { cron };
      this.#text = cron;
      this.#cron = parseCron(cron);
    } else {
      this.frequency = readInterval(value);
      const duration = Duration.fromObject(this.frequency);
      this.#intervalMs = duration.toMillis();
      this.#text = duration.toISO();
    }
  }

  /** The cron expression, the interval as an ISO 8601 duration, or `manual`. */
  toString(): string {
    return this.#text;
  }

  /**
   * The first time after `now` at which a sync is due; undefined if none ever is.
   *
   * @param ranAt - when the schedule last asked for a sync: the scheduler counts from there
   */
  nextRun(now: Date, ranAt: Date): Date | undefined {
    return this.frequency && this.#nextRun(now, ranAt);
  }

  #nextRun(now: Date, ranAt: Date): Date {
    return new Date(this.#nextAfter(now.getTime(), ranAt.getTime()));
  }

  /**
   * The times after `since` at which a sync was due, oldest first; at most
   * {@link @internal/plugin-static-data-common#MAX_MISSED_RUNS}.
   *
   * @param ranAt - when the schedule last asked for a sync: the scheduler counts from there
   */
  missedRuns(since: Date, now: Date, ranAt: Date): Date[] {
    const missed: Date[] = [];
    if (!this.frequency) {
      return missed;
    }
    let due = this.#nextRun(since, ranAt);
    while (due <= now && missed.length < MAX_MISSED_RUNS) {
      missed.push(due);
      due = this.#nextRun(due, ranAt);
    }
    return missed;
  }

  #nextAfter(time: number, ranAt: number): number {
    if (!this.#cron) {
      const periods = Math.floor((time - ranAt) / this.#intervalMs) + 1;
      return ranAt + periods * this.#intervalMs;
    }
    // Where clocks are changed, the next time depends on the one from which it is calculated.
    const due = ranAt <= time ? this.#nextFrom(this.#cron, ranAt) : 0;
    if (due > time) {
      return due;
    }
    const known = this.#windows.find(
      window =>
        ranAt <= window.from && window.from <= time && time < window.due,
    );
    return known?.due ?? this.#nextFrom(this.#cron, time);
  }

  #nextFrom(cron: CronTime, from: number): number {
    const known = this.#windows.find(window => window.from === from);
    if (known) {
      return known.due;
    }
    const due = nextCronTime(cron, from);
    if (this.#windows.length >= MAX_WINDOWS) {
      this.#windows.shift();
    }
    this.#windows.push({ from, due });
    return due;
  }
}

function nextCronTime(cron: CronTime, time: number): number {
  try {
    return cron.getNextDateFrom(new Date(time)).toMillis();
  } catch {
    return nextCronTime(cron, time + RETRY_MS);
  }
}

function toCron(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return /^@|\s\S/.test(value.trim()) && !isMsDuration(value)
      ? value.trim()
      : undefined;
  }
  if (typeof value === 'object' && value !== null && 'cron' in value) {
    const { cron, ...others } = value;
    if (typeof cron === 'string' && Object.keys(others).length === 0) {
      return cron.trim();
    }
  }
  return undefined;
}

/** Such as `30 minutes`, which has a space like a cron expression. */
function isMsDuration(value: string): boolean {
  return /^\s*[\d.]+\s+[a-z]+\s*$/i.test(value);
}

/** @throws Error that says what is wrong with it */
export function parseCron(text: string): CronTime {
  try {
    const cron = new CronTime(text);
    // Throws if there is no such day, as on '0 0 31 2 *'.
    cron.sendAt();
    return cron;
  } catch (error) {
    throw new Error(
      `must be a cron expression that Backstage's scheduler takes, such as '${DEFAULT_CRON}' or '@daily', got ${JSON.stringify(
        text,
      )}: ${toError(error).message.split('\n')[0]}`,
    );
  }
}

function readInterval(value: unknown): HumanDuration {
  try {
    return parseDuration(value);
  } catch (error) {
    throw new Error(
      `must be a cron expression such as '${DEFAULT_CRON}', a duration longer than zero such as 'PT30M' or { minutes: 30 }, or 'manual', got ${JSON.stringify(
        value,
      )}: ${toError(error).message}`,
    );
  }
}
