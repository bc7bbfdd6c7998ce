import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkAll, checkHealth } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { HoldPoint, SignalAtStatement } from '../protocol';
import { Scenario, ScenarioFamily, withTwoSources } from './Scenario';
import { startSyncsUntil } from './steps';

const POINTS: Array<[string, HoldPoint]> = [
  ['as soon as it has the lease', 'lease.acquire:after'],
  ['when it is about to parse', 'lease.heartbeat(PARSE):after'],
  ['when it is about to read build files', 'lease.heartbeat(FETCH):after'],
  ['when it is about to transform', 'lease.heartbeat(TRANSFORM):after'],
  ['when it is about to compare', 'lease.heartbeat(DIFF):after'],
  ['when it is about to apply', 'lease.heartbeat(CATALOG_APPLY):after'],
  ['when it has applied, but not recorded', 'complete:before'],
  ['when it has recorded, but has the lease', 'complete:after'],
  ['when it has given back the lease', 'lease.release:after'],
];

const STATEMENTS: Array<
  [string, HoldPoint, Omit<SignalAtStatement, 'signal'>]
> = [
  [
    'at the beginning of the transaction that applies',
    'lease.heartbeat(CATALOG_APPLY):after',
    { database: 'catalog', containing: 'static-data', skip: 0 },
  ],
  [
    'in the middle of the transaction that applies',
    'lease.heartbeat(CATALOG_APPLY):after',
    { database: 'catalog', containing: 'static-data', skip: 10 },
  ],
  [
    'while it writes what belongs to the record',
    'complete:before',
    { database: 'store', containing: 'static_data_sync_changes', skip: 1 },
  ],
  [
    'in the middle of the transaction that records',
    'complete:before',
    { database: 'store', containing: 'static_data_snapshot', skip: 0 },
  ],
  [
    // From then on the catalog takes the entity for done, and never shows it by itself.
    'when the catalog has processed an entity, but not queued it for stitching',
    'complete:before',
    { database: 'catalog', containing: 'do update set', skip: 0 },
  ],
  [
    'when the catalog has processed several, but not queued the last for stitching',
    'complete:before',
    { database: 'catalog', containing: 'do update set', skip: 5 },
  ],
];

/** The backend is killed at every step of a sync. */
export const killed: ScenarioFamily = {
  databases: ['PostgreSQL', 'SQLite'],
  scenarios: [
    ...POINTS.map(
      ([when, point]): Scenario => ({
        name: `killed ${when}`,
        async run(site) {
          const replica = await site.getReplica();
          const syncIds = await startSyncsUntil(site, replica, point);
          await replica.kill();
          await recover(site, syncIds);
        },
      }),
    ),
    ...STATEMENTS.map(
      ([when, point, statement]): Scenario => ({
        name: `killed ${when}`,
        async run(site) {
          const replica = await site.getReplica();
          const syncIds = await startSyncsUntil(site, replica, point);
          await replica.signalAtStatement({ ...statement, signal: 'SIGKILL' });
          await replica.letGo();
          await replica.exited();
          await recover(site, syncIds);
        },
      }),
    ),
  ],
};

/** At these points, two syncs could get in each other's way. */
const WITH_TWO_SOURCES = [
  'as soon as it has the lease',
  'in the middle of the transaction that applies',
  'when it has applied, but not recorded',
  'in the middle of the transaction that records',
  'when it has recorded, but has the lease',
];

export const killedWithTwoSources = withTwoSources({
  ...killed,
  scenarios: killed.scenarios.filter(({ name }) =>
    WITH_TWO_SOURCES.some(when => name.endsWith(when)),
  ),
});

/** Starts again after a kill, lets the leases' time pass, and looks at everything. */
async function recover(site: Site, killedSyncIds: string[]): Promise<void> {
  const replica = await site.startReplica();
  await checkHealth(site, replica);
  await expireLease(site);
  await Promise.all(
    site.sourceIds.map(source => runNewSync(replica, source, killedSyncIds)),
  );
  await checkAll(site, replica);
}

/** A request that was still queued is joined: that is the sync that was killed. */
async function runNewSync(
  replica: Replica,
  source: string,
  oldSyncIds: string[],
) {
  const first = await runSync(replica, { source });
  const record = oldSyncIds.includes(first.id)
    ? await runSync(replica, { source })
    : first;
  assert.ok(!oldSyncIds.includes(record.id));
  assert.equal(record.status, 'SUCCESS');
}
