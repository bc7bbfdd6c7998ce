import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHealth, requestSync, runSync } from '../harness/client';
import { listLeases } from '../harness/lease';
import {
  checkAll,
  checkEntities,
  checkHealth,
  checkHistory,
  readHistory,
} from '../harness/oracles';
import { Site } from '../harness/Site';
import { within } from '../harness/waitFor';
import { REPLICAS } from '../options';
import { ScenarioFamily } from './Scenario';
import { runWithRandomKills } from './randomKills';
import { startSyncUntil, waitForRecord } from './steps';

const SYNCS = 100;
const REQUESTS = 200;
const HOUR_MS = 3_600_000;

/** Processes share one database. */
export const replicas: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [
    {
      name: `${REPLICAS} replicas, ${SYNCS} syncs, and random kills`,
      async run(site) {
        const all = await runWithRandomKills(site, {
          syncs: SYNCS,
          killProbability: 0.15,
        });
        await runSync(all[0]);
        await checkAll(site, all[1]);
      },
    },
    {
      name: `${REPLICAS} replicas, and ${REQUESTS} requests at once`,
      async run(site) {
        const all = await site.getReplicas(REPLICAS);
        await site.source.change();
        const before = site.startedSyncs.size;
        const syncIds = await Promise.all(
          Array.from({ length: REQUESTS }, (_, index) =>
            requestSync(all[index % all.length]),
          ),
        );
        for (const syncId of new Set(syncIds)) {
          await waitForRecord(all[0], syncId, 'SUCCESS');
        }
        const syncs = site.startedSyncs.size - before;
        assert.ok(
          syncs <= REQUESTS / 10,
          `${REQUESTS} requests gave ${syncs} syncs`,
        );
        await checkAll(site, all[0]);
      },
    },
    {
      name: 'two replicas, one with a clock that is an hour ahead',
      run: site => runWithSkewedClock(site, HOUR_MS),
    },
    {
      name: 'two replicas, one with a clock that is an hour behind',
      run: site => runWithSkewedClock(site, -HOUR_MS),
    },
    {
      name: 'two replicas, one of which stands still for a minute while it applies',
      run: runWithFrozenReplica,
    },
  ],
};

async function runWithSkewedClock(site: Site, skewMs: number): Promise<void> {
  const exact = await site.getReplica();
  const skewed = await site.startReplica({ clock: { skewMs } });
  site.tally.countFault();
  try {
    for (const replica of [exact, skewed, exact, skewed]) {
      await site.source.change();
      assert.equal((await runSync(replica)).status, 'SUCCESS');
    }
    for (const [holder, other] of [
      [exact, skewed],
      [skewed, exact],
    ]) {
      const syncId = await startSyncUntil(
        site,
        holder,
        'lease.heartbeat(PARSE):after',
      );
      const waiting = await requestSync(other);
      // Long enough for it to have taken a lease that it thinks has expired.
      await sleep(2_000);
      assert.deepEqual(await listLeases(site), [syncId]);
      assert.deepEqual(other.runningSyncs, []);
      await holder.letGo();
      await waitForRecord(holder, syncId, 'SUCCESS');
      await waitForRecord(other, waiting, 'SUCCESS');
    }
    await checkAll(site, exact);
    await checkHealth(site, skewed);
    const times = (await readHistory(site)).map(({ startTime }) => startTime);
    assert.ok(
      times.every(time => Math.abs(time - Date.now()) < HOUR_MS / 2),
      'A time in the history is that of the clock that is off',
    );
  } finally {
    await skewed.discard();
  }
}

/** The one scenario that waits until a lease expires by itself. */
async function runWithFrozenReplica(site: Site): Promise<void> {
  const [frozen, other] = await site.getReplicas(2);
  await startSyncUntil(site, frozen, 'lease.heartbeat(CATALOG_APPLY):after');
  const { signalled } = await frozen.signalAtStatement({
    database: 'catalog',
    containing: 'static-data',
    skip: 0,
    signal: 'SIGSTOP',
  });
  await frozen.letGo();
  await within('the catalog to be told', signalled);

  await site.source.change();
  const record = await runSync(other, { timeoutMs: 120_000 });
  assert.equal(record.status, 'SUCCESS');
  assert.ok((await getHealth(other)).consecutiveFailures === 0);
  await checkHistory(site);
  await checkEntities(site, other);

  // It wakes up, and tells the catalog what is old by now.
  const holding = frozen.holdAt('complete:after');
  frozen.thaw();
  const { held: ended } = await holding;
  await ended;
  await frozen.letGo();
  assert.equal((await runSync(other)).status, 'SUCCESS');
  await checkHistory(site);
  await checkEntities(site, other);
  await checkHealth(site, other);
}
