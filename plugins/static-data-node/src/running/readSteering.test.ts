import { ConfigReader } from '@backstage/config';
import { readStaticDataConfig } from '../config/readStaticDataConfig';
import { readSteering } from './readSteering';
import { StoredSteering } from './SteeringStore';

const ADA = 'user:default/ada';
const at = (time: string) => `2026-03-06T${time}:00.000Z`;

describe('readSteering', () => {
  const [{ schedule }] = readStaticDataConfig(
    new ConfigReader({
      staticData: {
        directory: 'data',
        schedule: {
          maintenance: [
            { cron: '0 22 * * *', duration: '2h', reason: 'Backup' },
          ],
        },
      },
    }),
  )!.sources;
  const WINDOW = {
    pausedBy: null,
    since: at('22:00'),
    until: '2026-03-07T00:00:00.000Z',
    reason: 'Backup',
  };
  const findPause = async (
    stored: Partial<StoredSteering>,
    now = at('23:00'),
  ) => {
    const steering = {
      get: async () => ({ pause: null, pin: null, ...stored }),
    };
    return (await readSteering({ steering }, schedule, new Date(now))).pause;
  };

  it('takes an open maintenance window for a pause', async () => {
    expect(await findPause({}, at('21:59'))).toBeNull();
    expect(await findPause({})).toEqual(WINDOW);
  });

  it('says who has paused the source, whatever window is open', async () => {
    const pause = {
      pausedBy: ADA,
      since: at('21:00'),
      until: null,
      reason: '',
    };
    expect(await findPause({ pause })).toEqual(pause);
  });

  it.each<[string, Partial<StoredSteering>, object | null]>([
    ['in it', { resumedAt: at('22:30'), resumedBy: ADA }, null],
    ['before it', { resumedAt: at('21:30'), resumedBy: ADA }, WINDOW],
    [
      'by nobody: a pause has ended by itself',
      { resumedAt: at('22:30') },
      WINDOW,
    ],
  ])('ends a window if it was resumed %s', async (_, stored, expected) => {
    expect(await findPause(stored)).toEqual(expected);
  });
});
