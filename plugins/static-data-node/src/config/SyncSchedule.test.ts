import { dirname, join } from 'node:path';
import { JsonValue } from '@backstage/types';
import { CronTime } from 'cron';
import { DateTime } from 'luxon';
import { SyncSchedule } from './SyncSchedule';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * Of every set of zones whose clocks are changed in 2026 at the same time and by as much, one. In all
 * others they stay as they are.
 */
const ZONES =
  'Africa/Cairo Africa/Casablanca America/Adak America/Anchorage America/Boise America/Chicago America/Detroit America/Glace_Bay America/Godthab America/Los_Angeles America/Miquelon America/Santiago America/St_Johns Antarctica/Macquarie Antarctica/McMurdo Antarctica/Troll Asia/Beirut Asia/Famagusta Asia/Gaza Asia/Jerusalem Atlantic/Azores Atlantic/Canary Australia/Adelaide Australia/Lord_Howe Europe/Berlin Pacific/Chatham Pacific/Easter Pacific/Norfolk'.split(
    ' ',
  );

const at = (time: string) => new Date(`2026-03-01T${time}Z`);

describe('SyncSchedule', () => {
  describe('of a value', () => {
    it('is every half hour unless configured', () => {
      const schedule = new SyncSchedule();
      expect(schedule.frequency).toEqual({ cron: '*/30 * * * *' });
      expect(schedule.toString()).toBe('*/30 * * * *');
    });

    it.each<[JsonValue, object, string]>([
      ['0 6 * * 1-5', { cron: '0 6 * * 1-5' }, '0 6 * * 1-5'],
      [' */5 * * * * ', { cron: '*/5 * * * *' }, '*/5 * * * *'],
      ['0 0 6 * * mon', { cron: '0 0 6 * * mon' }, '0 0 6 * * mon'],
      ['@daily', { cron: '@daily' }, '@daily'],
      [{ cron: '0 6 * * *' }, { cron: '0 6 * * *' }, '0 6 * * *'],
      [{ minutes: 30 }, { minutes: 30 }, 'PT30M'],
      [{ minutes: 90 }, { minutes: 90 }, 'PT90M'],
      ['PT3H', { hours: 3 }, 'PT3H'],
      ['PT1H30M', { hours: 1, minutes: 30 }, 'PT1H30M'],
      ['30m', { minutes: 30 }, 'PT30M'],
      ['30 minutes', { minutes: 30 }, 'PT30M'],
      ['1800s', { minutes: 30 }, 'PT30M'],
    ])('reads %j', (frequency, expected, text) => {
      const schedule = new SyncSchedule(frequency);
      expect(schedule.frequency).toEqual(expected);
      expect(schedule.toString()).toBe(text);
    });

    it.each<[JsonValue, RegExp]>([
      ['61 * * * *', /cron.*"61 \* \* \* \*".*out of range/],
      ['0 0 L * *', /cron.*"0 0 L \* \*".*Unknown alias: l/],
      ['0 9 ? * *', /cron.*"0 9 \? \* \*".*dayOfMonth/],
      ['0 0 31 2 *', /cron.*"0 0 31 2 \*".*No execution date/],
      ['@reboot', /cron.*"@reboot"/],
      ['* * * *', /cron.*Too few fields/],
      ['every now and then', /cron/],
      [{ cron: 'soon' }, /cron.*"soon"/],
      [{ cron: '* * * * *', minutes: 5 }, /one unit/],
      ['soon', /'PT30M'.*"soon"/],
      [{ minutes: 0 }, /longer than zero/],
      [{ minutes: -1 }, /longer than zero/],
      [{ hours: 3, minutes: 30 }, /hours and minutes.*several .*files/],
      [{ fortnights: 1 }, /fortnights/],
      [{}, /got \{\}/],
      [30, /got 30/],
      [true, /got true/],
    ])('refuses %j and says what was expected', (frequency, message) => {
      expect(() => new SyncSchedule(frequency)).toThrow(message);
    });
  });

  describe('nextRun', () => {
    it.each([
      ['10:00:00.000', '10:30:00.000'],
      ['10:29:59.999', '10:30:00.000'],
      ['10:30:00.000', '11:00:00.000'],
      ['23:45:00.000', '24:00:00.000'],
    ])('of a cron expression is after %s', (now, expected) => {
      const next = new SyncSchedule('*/30 * * * *').nextRun(
        at(now),
        at('10:07:00'),
      );
      const midnight = at('00:00:00.000').getTime();
      const [hours, minutes] = expected.split(':').map(Number);
      expect(next!.getTime() - midnight).toBe((hours * 60 + minutes) * 60_000);
    });

    it.each([
      // In time.
      ['10:05:00', '10:00:00', '10:10:00'],
      // Due right now: the next one is meant.
      ['10:10:00', '10:00:00', '10:20:00'],
      // Some were missed.
      ['10:47:00', '10:00:00', '10:50:00'],
      // The schedule has asked for a sync after the time in question.
      ['09:47:00', '10:00:00', '09:50:00'],
    ])('of an interval at %s counts from %s', (now, anchor, expected) => {
      const schedule = new SyncSchedule({ minutes: 10 });
      expect(schedule.nextRun(at(now), at(anchor))).toEqual(at(expected));
    });

    it('stays the same until it has come', () => {
      const schedule = new SyncSchedule('0 6 * * *');
      const find = jest.spyOn(CronTime.prototype, 'getNextDateFrom');
      for (let minute = 0; minute < 60; minute++) {
        const now = at(`04:${String(minute).padStart(2, '0')}:00`);
        expect(schedule.nextRun(now, at('04:00:00'))).toEqual(at('06:00:00'));
      }
      expect(find).toHaveBeenCalledTimes(1);
      find.mockRestore();
    });
  });

  describe('missedRuns', () => {
    it.each(['*/10 * * * *', { minutes: 10 }])(
      'are the times that were due, with %j',
      frequency => {
        const schedule = new SyncSchedule(frequency);
        const missed = (since: string, now: string, anchor = since) =>
          schedule.missedRuns(at(since), at(now), at(anchor));
        expect(missed('10:00:00', '10:09:59')).toEqual([]);
        expect(missed('10:00:00', '10:30:00')).toEqual([
          at('10:10:00'),
          at('10:20:00'),
          at('10:30:00'),
        ]);
        // A manual sync in between, and a schedule that went on asking.
        expect(missed('10:03:00', '10:21:00', '10:20:00')).toEqual([
          at('10:10:00'),
          at('10:20:00'),
        ]);
      },
    );

    it('are not all counted', () => {
      const schedule = new SyncSchedule({ seconds: 1 });
      const since = at('10:00:00');
      const missed = schedule.missedRuns(since, at('11:00:00'), since);
      expect(missed).toHaveLength(20);
      expect(missed[0]).toEqual(at('10:00:01'));
    });

    it('are none when the clock was set back', () => {
      const since = at('10:00:00');
      expect(
        new SyncSchedule('*/10 * * * *').missedRuns(
          since,
          at('09:00:00'),
          since,
        ),
      ).toEqual([]);
    });
  });

  describe('predicts what the scheduler does', () => {
    // The scheduler's own code, with the clock and the zone that it reads.
    const { TaskWorker } = jest.requireActual(
      join(
        dirname(require.resolve('@backstage/backend-defaults/package.json')),
        'dist/entrypoints/scheduler/lib/TaskWorker.cjs.js',
      ),
    );
    const { Settings } = jest.requireActual(
      require.resolve('luxon', { paths: [dirname(require.resolve('cron'))] }),
    );
    const knex = {
      client: { config: { client: 'pg' } },
      raw: (_: string, [time]: string[]) => time,
    };

    /** When a task runs next that the scheduler runs at a time. */
    function scheduleNext(cadence: string, time: number): string {
      Settings.now = () => time;
      const next = TaskWorker.computeNextRunStartAt(knex, { cadence });
      return new Date(next).toISOString();
    }

    afterEach(() => {
      Settings.now = () => Date.now();
      Settings.defaultZone = 'system';
    });

    /** When the clocks of a zone are changed in 2026. */
    function findChanges(zone: string): number[] {
      const offsetAt = (time: number) =>
        DateTime.fromMillis(time, { zone }).offset;
      const start = Date.parse('2026-01-01T00:00Z');
      const changes: number[] = [];
      // No two changes of a zone are nearer than this.
      for (let week = 0; week < 53; week++) {
        let before = start + week * WEEK_MS;
        let after = before + WEEK_MS;
        if (offsetAt(before) !== offsetAt(after)) {
          while (after - before > 60_000) {
            const middle = (before + after) / 2;
            if (offsetAt(middle) === offsetAt(before)) {
              before = middle;
            } else {
              after = middle;
            }
          }
          changes.push(Math.round(after / 60_000) * 60_000);
        }
      }
      return changes;
    }

    /** Times of a minute at which something else is predicted than the scheduler does, with both. */
    function findMistakes(cron: string, from: number, to: number): string[] {
      const schedule = new SyncSchedule(cron);
      const mistakes: string[] = [];
      let ranAt = new Date(from);
      let next = scheduleNext(cron, from);
      for (let time = from; time < to; time += 60_000) {
        if (Date.parse(next) <= time) {
          ranAt = new Date(time + 1234);
          next = scheduleNext(cron, time + 2345);
        }
        const now = new Date(time + 3456);
        const predicted = schedule.nextRun(now, ranAt)!;
        if (predicted.getTime() !== Date.parse(next)) {
          mistakes.push(`${now.toISOString()}: ${predicted.toISOString()}`);
        }
      }
      return mistakes;
    }

    it.each(ZONES)('minute by minute in both nights in %s', zone => {
      Settings.defaultZone = zone;
      const changes = findChanges(zone);
      // How many there are depends on the release of the time zone database.
      expect(changes).not.toEqual([]);
      for (const cron of ['*/30 * * * *', '15 0,1,2,3 * * *']) {
        for (const change of changes) {
          const [from, to] = [change - 2 * HOUR_MS, change + 2 * HOUR_MS];
          expect(findMistakes(cron, from, to)).toEqual([]);
        }
      }
    });

    it.each(['Europe/Berlin', 'Australia/Lord_Howe'])(
      'minute by minute over a year in %s',
      zone => {
        Settings.defaultZone = zone;
        const [from, to] = ['2026-01-01T00:00Z', '2027-01-01T00:00Z'];
        expect(
          findMistakes('30 2 * * 0,3', Date.parse(from), Date.parse(to)),
        ).toEqual([]);
      },
    );

    it('misses nothing in the night in which an hour comes twice', () => {
      Settings.defaultZone = 'Europe/Berlin';
      const cron = '*/30 * * * *';
      const schedule = new SyncSchedule(cron);
      let ranAt = Date.parse('2026-10-24T23:00:02Z');
      while (ranAt < Date.parse('2026-10-25T04:00Z')) {
        const due = Date.parse(scheduleNext(cron, ranAt));
        const since = new Date(ranAt);
        const missed = schedule.missedRuns(since, new Date(due), since);
        expect(missed).toEqual([new Date(due)]);
        ranAt = due + 2000;
      }
    });
  });
});
