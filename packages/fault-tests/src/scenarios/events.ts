import assert from 'node:assert/strict';
import { requestSync, runSync } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { ScenarioFamily } from './Scenario';
import { waitForRecord } from './steps';

/** No event arrives: not those of a request, nor those of the catalog, nor those of other processes. */
export const events: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [
    {
      name: 'the event bus loses everything',
      async run(site) {
        site.tally.countFault();
        const replica = await site.startReplica({ withoutEvents: true });
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await site.source.change();
        await waitForRecord(replica, await requestSync(replica), 'SUCCESS');
        await checkAll(site, replica);
      },
    },
  ],
};
