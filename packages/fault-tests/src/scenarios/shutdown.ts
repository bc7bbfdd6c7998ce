import assert from 'node:assert/strict';
import { requestSync, runSync } from '../harness/client';
import { listLeases } from '../harness/lease';
import { checkAll, checkHistory, readHistory } from '../harness/oracles';
import { HoldPoint } from '../protocol';
import { Scenario, ScenarioFamily } from './Scenario';

const POINTS: Array<[string, HoldPoint, 'SUCCESS' | 'FAILURE']> = [
  ['reads build files', 'lease.heartbeat(FETCH):after', 'FAILURE'],
  ['parses', 'lease.heartbeat(PARSE):after', 'FAILURE'],
  // What the catalog has taken is recorded as such.
  ['records', 'complete:before', 'SUCCESS'],
];

/** The backend is asked to end in the middle of a sync. */
export const shutdown: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: POINTS.map(
    ([what, point, status]): Scenario => ({
      name: `asked to end while a sync ${what}`,
      async run(site) {
        const replica = await site.getReplica();
        await site.source.change();
        const { held } = await replica.holdAt(point);
        const syncId = await requestSync(replica);
        await held;
        site.tally.countFault();
        const ended = replica.terminate();
        await replica.letGo();
        assert.equal(await ended, 0, 'It did not end cleanly');

        // Recorded by the process itself: nothing is left for the next one.
        await checkHistory(site);
        assert.deepEqual(await listLeases(site), []);
        const rows = await readHistory(site);
        assert.equal(rows.find(({ id }) => id === syncId)?.status, status);

        const next = await site.startReplica();
        assert.equal((await runSync(next)).status, 'SUCCESS');
        await checkAll(site, next);
      },
    }),
  ),
};
