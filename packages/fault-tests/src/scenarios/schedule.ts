import assert from 'node:assert/strict';
import { getHealth, getJson } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkAll } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { waitFor } from '../harness/waitFor';
import { ScenarioFamily } from './Scenario';

interface ScheduledSync {
  id: string;
  status: string;
  startTime: string;
}

/** How late the scheduler may look, and the sync after it. */
const LATE_MS = 11_000;

/** Syncs start on a schedule, and the process that runs one is killed. */
export const schedule: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  special: {
    staticData: {
      schedule: {
        frequency: '*/20 * * * * *',
        initialDelay: { milliseconds: 1 },
      },
    },
  },
  scenarios: [
    { name: 'killed in a scheduled sync', run: runKilledInScheduledSync },
  ],
};

async function runKilledInScheduledSync(site: Site): Promise<void> {
  const victim = await site.getReplica();
  const { held } = await victim.holdAt('lease.heartbeat(PARSE):after');
  await site.source.change();
  await held;
  await victim.kill();

  const replica = await site.startReplica();
  await expireLease(site);
  await waitForScheduled(replica, 'the sync after the start', new Date());
  // The next times are kept as well, and at the time that is promised.
  for (let time = 0; time < 2; time++) {
    const { nextSync } = await getHealth(replica);
    assert.ok(nextSync);
    const due = new Date(nextSync);
    const sync = await waitForScheduled(
      replica,
      `the sync at ${nextSync}`,
      due,
    );
    const lateBy = Date.parse(sync.startTime) - due.getTime();
    assert.ok(lateBy < LATE_MS, `The sync was ${lateBy} ms late`);
  }
  await checkAll(site, replica);
}

/** Waits for a scheduled sync that started at a time or after it, and has succeeded. */
async function waitForScheduled(
  replica: Replica,
  what: string,
  since: Date,
): Promise<ScheduledSync> {
  return waitFor(what, async () => {
    const { history } = await getJson<{ history: ScheduledSync[] }>(
      replica,
      `/api/static-data/sync-history?syncType=SCHEDULED&status=SUCCESS`,
    );
    return history.findLast(
      ({ startTime }) => Date.parse(startTime) >= since.getTime(),
    );
  });
}
