import assert from 'node:assert/strict';
import { occupyConnections } from '../harness/occupyConnections';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { lockTable } from '../harness/tableLock';
import { HoldPoint } from '../protocol';
import { Scenario, ScenarioFamily } from './Scenario';
import { recover, startSyncsUntil, waitUntilSpooled } from './steps';

const POOL_SIZE = 2;

const MOMENTS: Array<[string, HoldPoint, 'SUCCESS' | 'FAILURE']> = [
  ['during a sync', 'lease.heartbeat(PARSE):before', 'FAILURE'],
  ['before a sync is recorded', 'complete:before', 'SUCCESS'],
];

/** There are no connections to the database left. */
export const pool: ScenarioFamily = {
  databases: ['PostgreSQL'],
  special: {
    pool: { min: 0, max: POOL_SIZE, acquireTimeoutMillis: 1_000 },
  },
  scenarios: MOMENTS.flatMap(([when, point, status]): Scenario[] => [
    {
      name: `all connections of the pool are taken ${when}`,
      async run(site) {
        const replica = await site.getReplica();
        const syncIds = await startSyncsUntil(site, replica, point);
        const readers = await exhaustPool(site, replica);
        await replica.letGo();
        await waitUntilSpooled(site, syncIds);
        await readers.release();
        await recover(site, replica, syncIds, status);
      },
    },
    {
      name: `the server has no connection left ${when}`,
      async run(site) {
        const replica = await site.getReplica();
        const syncIds = await startSyncsUntil(site, replica, point);
        site.tally.countFault();
        const occupied = await occupyConnections(site);
        await replica.letGo();
        await waitUntilSpooled(site, syncIds);
        await occupied.release();
        await recover(site, replica, syncIds, status);
      },
    },
  ]),
};

/** Has requests take all connections, and wait with them for a table. */
async function exhaustPool(site: Site, replica: Replica) {
  site.tally.countFault();
  const lock = await lockTable(site, 'static-data', 'static_data_sync_history');
  const answers = Promise.all(
    Array.from({ length: 2 * POOL_SIZE }, () =>
      replica.request('/api/static-data/sync-history'),
    ),
  );
  // Nobody waits for them any more if something else fails first.
  answers.catch(() => {});
  await lock.awaited(POOL_SIZE);
  return {
    async release() {
      await lock.release();
      // Those that got no connection are told so, instead of waiting for ever.
      (await answers).forEach(({ status }) =>
        assert.ok([200, 500, 503].includes(status)),
      );
    },
  };
}
