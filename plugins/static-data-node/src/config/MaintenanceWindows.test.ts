import { ConfigReader } from '@backstage/config';
import { findMissedRuns, MaintenanceWindows } from './MaintenanceWindows';
import { readStaticDataConfig } from './readStaticDataConfig';

const at = (time: string) => new Date(`2026-03-06T${time}:00Z`);

function readSchedule(schedule: object | string) {
  const config = new ConfigReader({
    staticData: { directory: 'data', schedule },
  });
  return readStaticDataConfig(config)!.sources[0].schedule;
}

describe('MaintenanceWindows', () => {
  const { maintenance } = readSchedule({
    maintenance: [
      { cron: '0 22 * * *', duration: '2h', reason: 'Backup' },
      { cron: '30 23 * * *', duration: { hours: 1 } },
    ],
  });

  it.each<[string, [string, string, string] | undefined]>([
    ['21:59', undefined],
    ['22:00', ['22:00', '00:00', 'Backup']],
    ['23:29', ['22:00', '00:00', 'Backup']],
    ['23:45', ['23:30', '00:30', 'Maintenance window']],
  ])('are open at %s: %j', (time, expected) => {
    const open = maintenance.findAt(at(time));
    expect(
      open && [
        open.since.toISOString().slice(11, 16),
        open.until.toISOString().slice(11, 16),
        open.reason,
      ],
    ).toEqual(expected);
  });

  it('follow each other without a gap', () => {
    const { maintenance: hourly } = readSchedule({
      maintenance: [{ cron: '0 * * * *', duration: '90m' }],
    });
    expect(hourly.findAt(at('12:45'))).toMatchObject({ until: at('13:30') });
    expect(hourly.findAt(at('13:00'))).toMatchObject({ until: at('14:30') });
  });

  it('open as often as they like', () => {
    const { maintenance: always } = readSchedule({
      maintenance: [{ cron: '* * * * * *', duration: '7d' }],
    });
    expect(always.findAt(at('12:45'))).toMatchObject({
      since: new Date('2026-02-27T12:45:01Z'),
      until: new Date('2026-03-13T12:45:00Z'),
    });
  });

  it.each([
    [{ cron: '0 22 * * *' }, /maintenance\[0\]\.duration' must be a duration/],
    [{ duration: '2h' }, /maintenance\[0\]\.cron' must be a cron expression/],
    [{ cron: 'soon', duration: '2h' }, /maintenance\[0\]\.cron' must be/],
    [{ cron: '0 22 * * *', duration: '9d' }, /not be longer than 7 days/],
    [
      { cron: '0 22 * * *', duration: '2h', reasons: 'x' },
      /unknown key 'staticData.schedule.maintenance\[0\].reasons': did you mean 'reason'/,
    ],
  ])('are not %j', (window, message) => {
    expect(() => readSchedule({ maintenance: [window] })).toThrow(message);
  });

  it('put off the runs that are due in them, however many', () => {
    const { frequency } = readSchedule({ frequency: '*/1 * * * *' });
    const times = { since: at('21:58'), ranAt: at('21:58') };
    const find = (now: Date, windows = maintenance) =>
      findMissedRuns(
        { frequency, maintenance: windows },
        { ...times, now },
      ).map(run => run.toISOString().slice(11, 16));
    expect(find(at('23:50'))).toEqual(['21:59']);
    const none = new MaintenanceWindows();
    expect(find(at('22:02'), none)).toEqual([
      '21:59',
      '22:00',
      '22:01',
      '22:02',
    ]);
    const times2 = { since: at('22:05'), ranAt: at('22:05') };
    const after = new Date(at('22:00').getTime() + 152 * 60_000);
    expect(
      findMissedRuns({ frequency, maintenance }, { ...times2, now: after }).map(
        run => run.toISOString().slice(11, 16),
      ),
    ).toEqual(['00:31', '00:32']);
  });
});

describe('schedule: manual', () => {
  it.each(['manual', { frequency: 'manual' }])('is never due: %j', schedule => {
    const { frequency } = readSchedule(schedule);
    expect(frequency.frequency).toBeUndefined();
    expect(frequency.toString()).toBe('manual');
    const [now, ranAt] = [at('12:00'), at('01:00')];
    expect(frequency.nextRun(now, ranAt)).toBeUndefined();
    expect(frequency.missedRuns(ranAt, now, ranAt)).toEqual([]);
  });

  it('is of one source of several, and leaves the rest of the schedule as it is', () => {
    const config = new ConfigReader({
      staticData: {
        schedule: { frequency: { hours: 1 }, timeout: '3m' },
        sources: {
          a: { directory: 'a', schedule: 'manual' },
          b: { directory: 'b' },
        },
      },
    });
    expect(
      readStaticDataConfig(config)!.sources.map(({ schedule }) => [
        schedule.frequency.toString(),
        schedule.timeoutMs,
      ]),
    ).toEqual([
      ['manual', 180_000],
      ['PT1H', 180_000],
    ]);
  });
});
