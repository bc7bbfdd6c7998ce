import assert from 'node:assert/strict';
import { getHealth, runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkAll } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { lockTable } from '../harness/tableLock';
import { waitFor } from '../harness/waitFor';
import { ScenarioFamily } from './Scenario';
import { recover, startSyncUntil, waitForRecord } from './steps';

/** PostgreSQL is stopped at once in the middle of a sync, and started again. */
export const outage: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [
    {
      name: 'the database stops before a sync has the lease',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(
          site,
          replica,
          'lease.acquire:before',
        );
        await site.stopDatabase();
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();

        // The request survived, and is answered now.
        await waitForRecord(replica, syncId, 'SUCCESS');
        await checkAll(site, replica);
      },
    },
    {
      name: 'the database stops as soon as a sync has the lease',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(
          site,
          replica,
          'lease.acquire:after',
        );
        await site.stopDatabase();
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        // Whether its process knows of the sync or only the lease does.
        await expireLease(site);
        await runSync(replica);
        await waitForRecord(replica, syncId);
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
      },
    },
    {
      name: 'the database stops when a sync is about to parse',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(
          site,
          replica,
          'lease.heartbeat(PARSE):before',
        );
        await site.stopDatabase();
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        await recover(site, replica, syncId, 'FAILURE');
      },
    },
    {
      name: 'the database stops while the catalog is being told',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(
          site,
          replica,
          'lease.heartbeat(CATALOG_APPLY):after',
        );
        const lock = await lockTable(site, 'catalog', 'refresh_state');
        await replica.letGo();
        await lock.awaited();
        await site.stopDatabase();
        await lock.release();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        await recover(site, replica, syncId, 'FAILURE');
      },
    },
    {
      name: 'the database stops before a sync is recorded',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await site.stopDatabase();
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        await recover(site, replica, syncId, 'SUCCESS');
      },
    },
    {
      name: 'the database stops while a sync is being recorded',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        const lock = await lockTable(
          site,
          'static-data',
          'static_data_sync_history',
        );
        await replica.letGo();
        await lock.awaited();
        await site.stopDatabase();
        await lock.release();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        await recover(site, replica, syncId, 'SUCCESS');
      },
    },
    {
      name: 'the database stops before a sync is recorded, and then the backend is killed',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await site.stopDatabase();
        await replica.letGo();
        await waitFor('a spooled record', async () =>
          (await site.listSpooled()).includes(syncId),
        );
        await replica.kill();
        await site.startDatabaseAgain();
        const next = await site.startReplica();
        await recover(site, next, syncId, 'SUCCESS');
      },
    },
    {
      name: 'the database stops before a sync is recorded, and the backend is asked to end',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await site.stopDatabase();
        await replica.terminate();
        await replica.letGo();
        await replica.exited();
        await site.startDatabaseAgain();
        const next = await site.startReplica();
        await recover(site, next, syncId, 'SUCCESS');
      },
    },
  ],
};

/** What is not known must not be called healthy. */
async function checkHealthAdmitsIt(replica: Replica): Promise<void> {
  await assert.rejects(getHealth(replica), /answered 5\d\d/);
}
