import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { ScenarioFamily } from './Scenario';

/** Parts of statements of the migrations, before which the process is killed. */
const STATEMENTS = [
  // In the middle of the first migration.
  'static_data_running_sync',
  // In the middle of the second one.
  'static_data_sync_changes',
  // When it notes that the second one is done.
  '20261124120000_trust.js',
];

/** A migration is interrupted and run again. */
export const migration: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: [
    {
      name: 'killed in the middle of the migrations, again and again',
      async run(site) {
        for (const containing of STATEMENTS) {
          site.tally.countFault();
          const replica = await site.spawnReplica({
            fault: {
              database: 'store',
              containing,
              skip: 0,
              signal: 'SIGKILL',
            },
          });
          assert.equal(await replica.exited(), null, 'It was not killed');
        }
        const replica = await site.startReplica();
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
      },
    },
  ],
};
