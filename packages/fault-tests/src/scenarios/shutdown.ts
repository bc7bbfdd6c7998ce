import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { listLeases } from '../harness/lease';
import { checkAll, checkHistory, readHistory } from '../harness/oracles';
import { HoldPoint } from '../protocol';
import { Scenario, ScenarioFamily } from './Scenario';
import { startSyncUntil } from './steps';

const POINTS: Array<[string, HoldPoint, 'SUCCESS' | 'FAILURE']> = [
  ['reads build files', 'lease.heartbeat(FETCH):after', 'FAILURE'],
  ['parses', 'lease.heartbeat(PARSE):after', 'FAILURE'],
  // What the catalog has taken is recorded as such.
  ['records', 'complete:before', 'SUCCESS'],
];

/** As docs/deployment.md says; what stops containers waits for 30. */
const MAX_SECONDS = 20;

/** The backend is asked to end in the middle of a sync. */
export const shutdown: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: POINTS.map(
    ([what, point, status]): Scenario => ({
      name: `asked to end while a sync ${what}`,
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, point);
        const asked = performance.now();
        await replica.terminate();
        await replica.letGo();
        assert.equal(await replica.exited(), 0, 'It did not end cleanly');
        const seconds = (performance.now() - asked) / 1000;
        assert.ok(
          seconds < MAX_SECONDS,
          `It took ${seconds.toFixed(1)} s to end`,
        );

        // Recorded by the process itself: nothing is left for the next one.
        await checkHistory(site);
        assert.deepEqual(await listLeases(site), []);
        const rows = await readHistory(site);
        assert.equal(rows.find(({ id }) => id === syncId)?.status, status);

        const next = await site.startReplica();
        assert.equal((await runSync(next)).status, 'SUCCESS');
        await checkAll(site, next);
        return `${seconds.toFixed(1)} s to end`;
      },
    }),
  ),
};
