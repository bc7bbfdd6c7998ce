import assert from 'node:assert/strict';
import { getHealth, runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkAll } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { lockTable } from '../harness/tableLock';
import { ScenarioFamily } from './Scenario';
import {
  recover,
  startSyncUntil,
  waitForRecord,
  waitUntilSpooled,
} from './steps';

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
        await loseDatabase(site, replica);

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
        await loseDatabase(site, replica);
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
        await loseDatabase(site, replica);
        await recover(site, replica, [syncId], 'FAILURE');
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
        await loseDatabaseWhileLocked(
          site,
          replica,
          await lockTable(site, 'catalog', 'refresh_state'),
        );
        await recover(site, replica, [syncId], 'FAILURE');
      },
    },
    {
      name: 'the database stops before a sync is recorded',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await loseDatabase(site, replica);
        await recover(site, replica, [syncId], 'SUCCESS');
      },
    },
    {
      name: 'the database stops while a sync is being recorded',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await loseDatabaseWhileLocked(
          site,
          replica,
          await lockTable(site, 'static-data', 'static_data_sync_history'),
        );
        await recover(site, replica, [syncId], 'SUCCESS');
      },
    },
    {
      name: 'the database stops before a sync is recorded, and then the backend is killed',
      async run(site) {
        const replica = await site.getReplica();
        const syncId = await startSyncUntil(site, replica, 'complete:before');
        await site.stopDatabase();
        await replica.letGo();
        await waitUntilSpooled(site, [syncId]);
        await replica.kill();
        await site.startDatabaseAgain();
        const next = await site.startReplica();
        await recover(site, next, [syncId], 'SUCCESS');
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
        await recover(site, next, [syncId], 'SUCCESS');
      },
    },
  ],
};

/** A sync that is held goes on while its database is away for a moment. */
async function loseDatabase(site: Site, replica: Replica): Promise<void> {
  await site.stopDatabase();
  await replica.letGo();
  await checkHealthAdmitsIt(replica);
  await site.startDatabaseAgain();
}

/** A sync that is held goes on until it waits for a locked table, and loses its database there. */
async function loseDatabaseWhileLocked(
  site: Site,
  replica: Replica,
  lock: Awaited<ReturnType<typeof lockTable>>,
): Promise<void> {
  await replica.letGo();
  await lock.awaited();
  await site.stopDatabase();
  await lock.release();
  await checkHealthAdmitsIt(replica);
  await site.startDatabaseAgain();
}

/** What is not known must not be called healthy. */
async function checkHealthAdmitsIt(replica: Replica): Promise<void> {
  await assert.rejects(getHealth(replica), /answered 5\d\d/);
}
