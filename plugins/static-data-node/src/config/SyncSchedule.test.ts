import { ConfigReader } from '@backstage/config';
import { JsonValue } from '@backstage/types';
import { SyncSchedule } from './SyncSchedule';

function read(frequency: JsonValue): SyncSchedule {
  return SyncSchedule.fromConfig(
    new ConfigReader({ schedule: { frequency } }),
    'schedule.frequency',
  );
}

const at = (time: string) => new Date(`2026-03-01T${time}Z`);

describe('SyncSchedule', () => {
  describe('fromConfig', () => {
    it('is every half hour unless configured', () => {
      const schedule = SyncSchedule.fromConfig(
        new ConfigReader({}),
        'schedule.frequency',
      );
      expect(schedule.frequency).toEqual({ cron: '*/30 * * * *' });
      expect(schedule.toString()).toBe('*/30 * * * *');
    });

    it.each<[JsonValue, object, string]>([
      ['0 6 * * 1-5', { cron: '0 6 * * 1-5' }, '0 6 * * 1-5'],
      [' */5 * * * * ', { cron: '*/5 * * * *' }, '*/5 * * * *'],
      [{ minutes: 30 }, { minutes: 30 }, 'PT1800S'],
      [{ hours: 1, seconds: 1 }, { hours: 1, seconds: 1 }, 'PT3601S'],
    ])('reads %j', (frequency, expected, text) => {
      const schedule = read(frequency);
      expect(schedule.frequency).toEqual(expected);
      expect(schedule.toString()).toBe(text);
    });

    it.each(['PT30M', '30m', '1800s'])('reads the duration %p', frequency => {
      expect(read(frequency).toString()).toBe('PT1800S');
    });

    it.each<[JsonValue, RegExp]>([
      ['61 * * * *', /'staticData.schedule.frequency'.*"61 \* \* \* \*"/],
      ['every now and then', /'staticData.schedule.frequency'.*cron/],
      ['soon', /'staticData.schedule.frequency'.*'PT30M'.*"soon"/],
      [{ minutes: 0 }, /longer than zero/],
      [{ minutes: -1 }, /longer than zero/],
      [{ fortnights: 1 }, /'staticData.schedule.frequency'.*fortnights/],
      [30, /'staticData.schedule.frequency'.*got 30/],
      [true, /'staticData.schedule.frequency'.*got true/],
    ])('refuses %j and says what was expected', (frequency, message) => {
      expect(() => read(frequency)).toThrow(message);
    });
  });

  describe('nextRun', () => {
    it.each([
      ['10:00:00.000', '10:30:00.000'],
      ['10:29:59.999', '10:30:00.000'],
      ['10:30:00.000', '11:00:00.000'],
      ['23:45:00.000', '24:00:00.000'],
    ])('of a cron expression is after %s', (now, expected) => {
      const next = read('*/30 * * * *').nextRun(at(now));
      const midnight = at('00:00:00.000').getTime();
      const [hours, minutes] = expected.split(':').map(Number);
      expect(next.getTime() - midnight).toBe((hours * 60 + minutes) * 60_000);
    });

    it.each([
      // In time.
      ['10:05:00', '10:00:00', '10:10:00'],
      // Due right now: the next one is meant.
      ['10:10:00', '10:00:00', '10:20:00'],
      // Some were missed.
      ['10:47:00', '10:00:00', '10:50:00'],
      // The clock was set back.
      ['09:00:00', '10:00:00', '10:10:00'],
    ])('of an interval at %s counts from %s', (now, lastRun, expected) => {
      expect(read({ minutes: 10 }).nextRun(at(now), at(lastRun))).toEqual(
        at(expected),
      );
    });

    it('of an interval counts from now before the first sync', () => {
      expect(read({ minutes: 10 }).nextRun(at('10:00:00'))).toEqual(
        at('10:10:00'),
      );
    });
  });

  describe('missedRuns', () => {
    it.each(['*/10 * * * *', { minutes: 10 }])(
      'are the times that were due, with %j',
      frequency => {
        const schedule = read(frequency);
        expect(schedule.missedRuns(at('10:00:00'), at('10:09:59'))).toEqual([]);
        expect(schedule.missedRuns(at('10:00:00'), at('10:30:00'))).toEqual([
          at('10:10:00'),
          at('10:20:00'),
          at('10:30:00'),
        ]);
      },
    );

    it('end at a hundred', () => {
      const missed = read({ seconds: 1 }).missedRuns(
        at('10:00:00'),
        at('11:00:00'),
      );
      expect(missed).toHaveLength(100);
      expect(missed[99]).toEqual(at('10:01:40'));
    });

    it('are none when the clock was set back', () => {
      expect(
        read('*/10 * * * *').missedRuns(at('10:00:00'), at('09:00:00')),
      ).toEqual([]);
    });
  });
});
