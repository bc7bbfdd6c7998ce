import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { checkAll, checkEntities, checkNoOverlap } from '../harness/oracles';
import { ScenarioFamily } from './Scenario';
import { startSyncUntil, waitForRecord } from './steps';

const HOUR_MS = 3_600_000;

/** The clock of a process is set. */
export const clock: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: [
    {
      name: 'the clock goes back an hour in the middle of a sync',
      async run(site) {
        const replica = await site.startReplica({
          clock: { skewMs: HOUR_MS },
        });
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        // What the catalog has not processed by then waits for the hour to pass: it goes by the clock of its database.
        await checkEntities(site, replica);
        const syncId = await startSyncUntil(
          site,
          replica,
          'lease.heartbeat(PARSE):after',
        );
        await replica.setClock(0);
        await replica.letGo();
        await waitForRecord(replica, syncId, 'SUCCESS');
        await site.source.change();
        const next = await runSync(replica);
        assert.equal(next.status, 'SUCCESS');
        assert.ok(next.durationMs >= 0, `It took ${next.durationMs} ms`);
        await checkNoOverlap(site);
        await checkAll(site, replica);
      },
    },
  ],
};
