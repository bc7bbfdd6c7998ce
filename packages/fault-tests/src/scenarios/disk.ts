import assert from 'node:assert/strict';
import { requestSync, runSync } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { ScenarioFamily } from './Scenario';
import {
  recover,
  startSyncUntil,
  waitForRecord,
  waitUntilSpooled,
} from './steps';

/** The disk of the SQLite database is full. */
export const disk: ScenarioFamily = {
  databases: ['SQLite'],
  special: { onSmallDisk: true },
  scenarios: [
    {
      name: 'the disk is full before a sync is recorded',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await site.fillDisk(replica);
        await replica.letGo();
        await waitUntilSpooled(site, [syncId]);
        await site.freeDisk(replica);
        await recover(site, replica, [syncId], 'SUCCESS');
      },
    },
    {
      name: 'the disk is full when a sync is requested',
      async run(site) {
        const replica = await site.getReplica();
        await site.source.change();
        await site.fillDisk(replica);
        const [request] = await Promise.allSettled([requestSync(replica)]);
        await site.freeDisk(replica);
        // Refused, or, if there was room for the request at least, carried out in the end.
        if (request.status === 'rejected') {
          assert.match(String(request.reason), /answered 5\d\d/);
        } else {
          await waitForRecord(replica, request.value);
        }
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
      },
    },
    {
      name: 'the disk is full and the spool cannot be written',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await site.fillDisk(replica);
        await site.blockSpool();
        const { held: failed } = await replica.holdAt('complete:after');
        await replica.letGo();
        await failed;
        await site.freeDisk(replica);
        // It has nowhere to keep the record but its memory.
        await replica.letGo();
        await recover(site, replica, [syncId], 'SUCCESS');
        await site.unblockSpool();
      },
    },
  ],
};
