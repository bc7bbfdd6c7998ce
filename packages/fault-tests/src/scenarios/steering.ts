import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import {
  SteeringActList,
  SyncHistoryRecord,
  SyncSource,
} from '@internal/plugin-static-data-common';
import { getJson, runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkAll, checkHistory, readSnapshot } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { ExpectedEntities } from '../harness/Source';
import { HoldPoint } from '../protocol';
import { Scenario, ScenarioFamily } from './Scenario';
import { startSyncUntil, waitForRecord } from './steps';

const SOURCE = '/api/static-data/sources/default';

/** Where a process can die that pins or unpins a source. */
const POINTS: Array<[string, string, HoldPoint]> = [
  ['before it is stored', 'pin', 'steering.pin:before'],
  ['once it is stored', 'pin', 'steering.pin:after'],
  ['before it is stored', 'unpin', 'steering.unpin:before'],
  ['once it is stored', 'unpin', 'steering.unpin:after'],
  ...['pin', 'unpin'].flatMap((act): typeof POINTS => [
    ['when its sync has the lease', act, 'lease.acquire:after'],
    ['when its sync compares', act, 'lease.heartbeat(DIFF):after'],
    ['when its sync applies', act, 'lease.heartbeat(CATALOG_APPLY):after'],
    ['when its sync has applied', act, 'complete:before'],
    ['when its sync is recorded', act, 'complete:after'],
  ]),
];

/** People steer a source, and something happens in between. */
export const steering: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [
    ...POINTS.map(
      ([when, act, point]): Scenario => ({
        name: `a source is to be ${act}ned, and the process is killed ${when}`,
        run: site => killWhile(site, act, point),
      }),
    ),
    {
      name: 'two people pin a source at once, on two replicas',
      run: pinTwice,
    },
    {
      name: 'a sync is cancelled, and the process is killed before it stops',
      run: killCancelled,
    },
  ],
};

/** A replica, and two states of the source, of which the second is the present one. */
async function prepare(site: Site, replica: Replica) {
  await site.source.change();
  const earlier = await runSync(replica);
  const state = await readSnapshot(site);
  await site.source.change();
  await runSync(replica);
  return { earlier, state };
}

async function killWhile(
  site: Site,
  act: string,
  point: HoldPoint,
): Promise<void> {
  const replica = await site.getReplica();
  const { earlier, state } = await prepare(site, replica);
  if (act === 'unpin') {
    await pin(replica, earlier);
    await assertState(site, state);
  }
  const { held } = await replica.holdAt(point);
  const answer = (
    act === 'pin' ? requestPin(replica, earlier) : steer(replica, 'unpin')
  ).catch(() => {});
  await held;
  await replica.kill();
  await answer;

  const next = await site.startReplica();
  await expireLease(site);
  // Whatever was stored is carried out, and whatever was not has left no trace.
  const { steering: stored } = await getJson<SyncSource>(next, SOURCE);
  await runNewSync(next);
  if (stored.pin) {
    await assertState(site, state);
    assert.equal((await steer(next, 'unpin')).status, 200);
    await runNewSync(next);
  }
  await checkAll(site, next);
}

async function pinTwice(site: Site): Promise<void> {
  const [one, other] = await site.getReplicas(2);
  const { earlier, state } = await prepare(site, one);
  const { latestSync } = await getJson<SyncSource>(one, SOURCE);
  const present = await readSnapshot(site);
  site.tally.countFault();
  const answers = await Promise.all([
    requestPin(one, earlier),
    requestPin(other, latestSync!),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const { acts } = await getJson<SteeringActList>(
    other,
    '/api/static-data/steering-acts?limit=1',
  );
  await runSync(one);
  await assertState(site, acts[0].sync?.id === earlier.id ? state : present);
  const unpinned = await Promise.all([
    steer(one, 'unpin'),
    steer(other, 'unpin'),
  ]);
  assert.deepEqual(unpinned.map(({ status }) => status).sort(), [200, 409]);
  await runSync(other);
  await checkAll(site, one);
}

async function killCancelled(site: Site): Promise<void> {
  const replica = await site.getReplica();
  const syncId = await startSyncUntil(
    site,
    replica,
    'lease.heartbeat(TRANSFORM):after',
  );
  const { status } = await replica.request(
    `/api/static-data/sync-history/${syncId}/cancel`,
    { method: 'POST' },
  );
  assert.equal(status, 200);
  await replica.kill();
  const next = await site.startReplica();
  await expireLease(site);
  await waitForRecord(next, syncId, 'FAILURE');
  assert.equal((await runSync(next)).status, 'SUCCESS');
  await checkAll(site, next);
}

/** The first one may have joined the request whose sync was killed, and get the record of that. */
async function runNewSync(replica: Replica): Promise<void> {
  const { status } = await runSync(replica);
  if (status === 'FAILURE') {
    assert.equal((await runSync(replica)).status, 'SUCCESS');
  }
}

async function pin(replica: Replica, sync: SyncHistoryRecord): Promise<void> {
  const response = await requestPin(replica, sync);
  assert.equal(response.status, 200);
  const { syncId } = await response.json();
  await waitForRecord(replica, syncId, 'SUCCESS');
}

async function requestPin(
  replica: Replica,
  { id }: SyncHistoryRecord,
): Promise<Response> {
  return steer(replica, 'pin', { syncId: id, reason: 'Fault test' });
}

async function steer(
  replica: Replica,
  act: string,
  body?: object,
): Promise<Response> {
  return replica.request(`${SOURCE}/${act}`, { method: 'POST', body });
}

/** What was sent last is what the source had at that time, and nothing was lost on the way. */
async function assertState(site: Site, state: ExpectedEntities): Promise<void> {
  await checkHistory(site);
  const snapshot = await readSnapshot(site);
  const deleted = [...state.keys()].filter(ref => !snapshot.has(ref));
  site.tally.countWrongDeletions(deleted.length);
  assert.ok(
    isDeepStrictEqual(snapshot, state),
    'The state is not the one that the source is pinned to',
  );
}
