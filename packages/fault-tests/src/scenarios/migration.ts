import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { ScenarioFamily } from './Scenario';

/** Parts of the statements before which the process is killed. */
const STATEMENTS = [
  // In the middle of the migration.
  'static_data_running_sync',
  // When Knex records that it is done.
  '20261124000000_init.js',
];

/** The migration is interrupted and run again. */
export const migration: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: [
    {
      name: 'killed in the middle of the migration, again and again',
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
