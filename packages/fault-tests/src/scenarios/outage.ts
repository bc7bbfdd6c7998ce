import assert from 'node:assert/strict';
import { getHealth, getJson, requestSync, runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkAll, checkHealth, checkHistory } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { lockTable } from '../harness/tableLock';
import { waitFor } from '../harness/waitFor';
import { HoldPoint } from '../protocol';
import { ScenarioFamily } from './Scenario';

interface Outage {
  /** Of the sync during which the server was stopped. */
  syncId: string;
  startAgain: () => Promise<void>;
}

/** PostgreSQL is stopped at once in the middle of a sync, and started again. */
export const outage: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [
    {
      name: 'the database stops before a sync has the lease',
      async run(site) {
        const replica = await site.getReplica();
        const { syncId, startAgain } = await stopDatabaseAt(
          site,
          replica,
          'lease.acquire:before',
        );
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await startAgain();

        // The request survived, and is answered now.
        await waitForRecord(replica, syncId, 'SUCCESS');
        await checkAll(site, replica);
      },
    },
    {
      name: 'the database stops as soon as a sync has the lease',
      async run(site) {
        const replica = await site.getReplica();
        const { syncId, startAgain } = await stopDatabaseAt(
          site,
          replica,
          'lease.acquire:after',
        );
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await startAgain();
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
        const { syncId, startAgain } = await stopDatabaseAt(
          site,
          replica,
          'lease.heartbeat(PARSE):before',
        );
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await startAgain();
        await recover(site, replica, syncId, 'FAILURE');
      },
    },
    {
      name: 'the database stops while the catalog is being told',
      async run(site) {
        const replica = await site.getReplica();
        const { held, syncId } = await startSync(
          site,
          replica,
          'lease.heartbeat(CATALOG_APPLY):after',
        );
        await held;
        const lock = await lockTable(site, 'catalog', 'refresh_state');
        await replica.letGo();
        await lock.awaited();
        await site.stopDatabase();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        await recover(site, replica, syncId, 'FAILURE');
      },
    },
    {
      name: 'the database stops before a sync is recorded',
      async run(site) {
        const replica = await site.getReplica();
        const { syncId, startAgain } = await stopDatabaseAt(
          site,
          replica,
          'complete:before',
        );
        await replica.letGo();
        await checkHealthAdmitsIt(replica);
        await startAgain();
        await recover(site, replica, syncId, 'SUCCESS');
      },
    },
    {
      name: 'the database stops while a sync is being recorded',
      async run(site) {
        const replica = await site.getReplica();
        const { held, syncId } = await startSync(
          site,
          replica,
          'complete:before',
        );
        await held;
        const lock = await lockTable(
          site,
          'static-data',
          'static_data_sync_history',
        );
        await replica.letGo();
        await lock.awaited();
        await site.stopDatabase();
        await checkHealthAdmitsIt(replica);
        await site.startDatabaseAgain();
        await recover(site, replica, syncId, 'SUCCESS');
      },
    },
    {
      name: 'the database stops before a sync is recorded, and then the backend is killed',
      async run(site) {
        const replica = await site.getReplica();
        const { syncId, startAgain } = await stopDatabaseAt(
          site,
          replica,
          'complete:before',
        );
        await replica.letGo();
        await waitFor('a spooled record', async () => site.isSpooled(syncId));
        await replica.kill();
        await startAgain();
        const next = await site.startReplica();
        await recover(site, next, syncId, 'SUCCESS');
      },
    },
    {
      name: 'the database stops before a sync is recorded, and the backend is asked to end',
      async run(site) {
        const replica = await site.getReplica();
        const { syncId, startAgain } = await stopDatabaseAt(
          site,
          replica,
          'complete:before',
        );
        site.tally.countFault();
        const ended = replica.terminate();
        await replica.letGo();
        await ended;
        await startAgain();
        const next = await site.startReplica();
        await recover(site, next, syncId, 'SUCCESS');
      },
    },
  ],
};

async function startSync(site: Site, replica: Replica, point: HoldPoint) {
  await site.source.change();
  const { held } = await replica.holdAt(point);
  const syncId = await requestSync(replica);
  return { held, syncId };
}

async function stopDatabaseAt(
  site: Site,
  replica: Replica,
  point: HoldPoint,
): Promise<Outage> {
  const { held, syncId } = await startSync(site, replica, point);
  await held;
  await site.stopDatabase();
  return { syncId, startAgain: () => site.startDatabaseAgain() };
}

/** The record arrives by itself, with what really happened; then everything goes on. */
async function recover(
  site: Site,
  replica: Replica,
  syncId: string,
  status: 'SUCCESS' | 'FAILURE',
): Promise<void> {
  await waitForRecord(replica, syncId, status);
  await checkHistory(site);
  await checkHealth(site, replica);
  assert.equal((await runSync(replica)).status, 'SUCCESS');
  await checkAll(site, replica);
}

async function waitForRecord(
  replica: Replica,
  syncId: string,
  status?: 'SUCCESS' | 'FAILURE',
): Promise<void> {
  const record = await waitFor(`the record of sync ${syncId}`, () =>
    getJson<{ status: string }>(
      replica,
      `/api/static-data/sync-history/${syncId}`,
    ),
  );
  if (status) {
    assert.equal(record.status, status);
  }
}

/** What is not known must not be called healthy. */
async function checkHealthAdmitsIt(replica: Replica): Promise<void> {
  await assert.rejects(getHealth(replica), /answered 5\d\d/);
}
