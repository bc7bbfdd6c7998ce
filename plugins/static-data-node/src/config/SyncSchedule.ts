import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { CronExpressionParser } from 'cron-parser';
import { invalid } from './values';

const DEFAULT_CRON = '*/30 * * * *';
const MAX_MISSED_RUNS = 100;

/**
 * When syncs are due: by a cron expression, in the time zone of the process as
 * Backstage's scheduler reads it, or at an interval.
 *
 * @public
 */
export class SyncSchedule {
  /** What Backstage's scheduler takes as `frequency`. */
  readonly frequency: { cron: string } | HumanDuration;

  private constructor(frequency: { cron: string } | HumanDuration) {
    this.frequency = frequency;
  }

  /**
   * Reads a cron expression or a duration.
   *
   * @throws InputError that names the key and what was expected
   */
  static fromConfig(config: Config, key: string): SyncSchedule {
    if (!config.has(key)) {
      return new SyncSchedule({ cron: DEFAULT_CRON });
    }
    const value = config.getOptional(key);
    if (typeof value === 'string' && value.trim().includes(' ')) {
      return SyncSchedule.fromCron(value.trim(), key);
    }
    try {
      const duration = readDurationFromConfig(config, { key });
      if (durationToMilliseconds(duration) > 0) {
        return new SyncSchedule(duration);
      }
    } catch {
      // The same message says what was expected, whatever the reader did not like.
    }
    throw invalid(
      key,
      `a cron expression such as '${DEFAULT_CRON}', or a duration longer than zero such as 'PT30M' or { minutes: 30 }`,
      value,
    );
  }

  private static fromCron(cron: string, key: string): SyncSchedule {
    const invalidCron = (cause?: unknown) =>
      new InputError(
        `Invalid configuration: 'staticData.${key}' is not a valid cron expression: ${JSON.stringify(
          cron,
        )}`,
        cause,
      );
    // The parser takes fewer fields than the scheduler, and fills them in.
    if (![5, 6].includes(cron.split(/\s+/).length)) {
      throw invalidCron();
    }
    try {
      CronExpressionParser.parse(cron);
    } catch (error) {
      throw invalidCron(error);
    }
    return new SyncSchedule({ cron });
  }

  /** The cron expression, or the interval as an ISO 8601 duration. */
  toString(): string {
    if ('cron' in this.frequency) {
      return this.frequency.cron;
    }
    return `PT${durationToMilliseconds(this.frequency) / 1000}S`;
  }

  /**
   * The first time after `now` at which a sync is due.
   *
   * @param lastRun - start of the latest sync, from which an interval counts
   */
  nextRun(now: Date, lastRun?: Date): Date {
    if ('cron' in this.frequency) {
      return CronExpressionParser.parse(this.frequency.cron, {
        currentDate: now,
      })
        .next()
        .toDate();
    }
    const interval = durationToMilliseconds(this.frequency);
    const from = lastRun?.getTime() ?? now.getTime();
    const periods = Math.floor((now.getTime() - from) / interval) + 1;
    return new Date(from + Math.max(periods, 1) * interval);
  }

  /**
   * The times after `lastRun` at which a sync was due and none completed, oldest
   * first, at most 100.
   */
  missedRuns(lastRun: Date, now: Date): Date[] {
    const missed: Date[] = [];
    let due = this.nextRun(lastRun, lastRun);
    while (due <= now && missed.length < MAX_MISSED_RUNS) {
      missed.push(due);
      due = this.nextRun(due, lastRun);
    }
    return missed;
  }
}
