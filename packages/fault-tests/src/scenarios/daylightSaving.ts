import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHealth, getJson } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { waitFor } from '../harness/waitFor';
import { ScenarioFamily } from './Scenario';

/** A sync is due at half past two by the clocks of Berlin. */
const TIME_ZONE = 'Europe/Berlin';
const SCHEDULE = '30 2 * * *';

interface Night {
  /** When there is a sync. */
  due: number;
  /** When half past two comes for the second time. */
  again?: number;
  /** When the next sync is due. */
  next: number;
}

const NIGHTS: Night[] = [
  // Two o'clock is three o'clock, so half past two does not come.
  {
    due: Date.parse('2027-03-28T03:00:00+02:00'),
    next: Date.parse('2027-03-29T02:30:00+02:00'),
  },
  // Three o'clock is two o'clock.
  {
    due: Date.parse('2027-10-31T02:30:00+02:00'),
    again: Date.parse('2027-10-31T02:30:00+01:00'),
    next: Date.parse('2027-11-01T02:30:00+01:00'),
  },
];

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** The scheduler looks every five seconds. */
const LOOK_MS = 6 * SECOND_MS;

/**
 * The schedule in the nights in which clocks are changed. On SQLite, which has the clock of its process: the
 * scheduler goes by that of its database.
 */
export const daylightSaving: ScenarioFamily = {
  databases: ['SQLite'],
  special: {
    staticData: {
      schedule: { frequency: SCHEDULE, initialDelay: { milliseconds: 1 } },
    },
  },
  scenarios: [
    {
      name: 'clocks go forward, and back',
      async run(site) {
        const replica = await site.startReplica({
          clock: { skewMs: skewTo(before(NIGHTS[0])), timeZone: TIME_ZONE },
        });
        for (const night of NIGHTS) {
          await runNight(replica, night);
        }
        await checkAll(site, replica);
      },
    },
  ],
};

async function runNight(replica: Replica, night: Night): Promise<void> {
  const { due, again, next } = night;
  await replica.setClock(skewTo(before(night)));
  // After the start, or for all those that were missed.
  await waitForSyncs(replica, before(night));
  assert.equal(await readNextSync(replica), due);

  await replica.setClock(skewTo(due - SECOND_MS));
  const [sync] = await waitForSyncs(replica, due - SECOND_MS);
  assert.ok(sync >= due, 'The sync came too early');

  if (again !== undefined) {
    await replica.setClock(skewTo(again));
    await sleep(LOOK_MS);
    assert.deepEqual(await listSyncs(replica, due), [sync]);
  }
  assert.equal(await readNextSync(replica), next);
}

/** Some time before the sync. */
function before({ due }: Night): number {
  return due - HOUR_MS / 2;
}

/** How far a clock is off that says so late. */
function skewTo(time: number): number {
  return time - Date.now();
}

async function readNextSync(replica: Replica): Promise<number> {
  return Date.parse(String((await getHealth(replica)).nextSync));
}

/** Waits for a scheduled sync that started after a time, and gives the times of all. */
async function waitForSyncs(
  replica: Replica,
  since: number,
): Promise<number[]> {
  return waitFor(`a sync after ${new Date(since).toISOString()}`, async () => {
    const syncs = await listSyncs(replica, since);
    return syncs.length > 0 && syncs;
  });
}

/** When the scheduled syncs started that succeeded, of those after a time. */
async function listSyncs(replica: Replica, since: number): Promise<number[]> {
  const { history } = await getJson<{ history: { startTime: string }[] }>(
    replica,
    '/api/static-data/sync-history?syncType=SCHEDULED&status=SUCCESS',
  );
  return history
    .map(({ startTime }) => Date.parse(startTime))
    .filter(time => time >= since);
}
