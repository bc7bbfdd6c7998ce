import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestSync, runSync } from '../harness/client';
import { EntityWatch } from '../harness/EntityWatch';
import { expireLeaseUnlessHeldBy, listLeases } from '../harness/lease';
import { Neighbour } from '../harness/Neighbour';
import {
  checkAll,
  checkHistory,
  checkSideBySide,
  readHistory,
} from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { Source } from '../harness/Source';
import { Watch } from '../harness/Watch';
import { ENTITIES, REPLICAS, SOURCES } from '../options';
import { runWithRandomKills } from './randomKills';
import { ScenarioFamily } from './Scenario';
import { syncAll, waitForRecord } from './steps';

const MANY_ENTITIES = SOURCES * ENTITIES;

/** With fewer, the comparison says nothing. */
const MIN_COMPARED_ENTITIES = 1_000;

/** For how long a sync, or the catalog, may work on so many. */
const TIMEOUT_MS = 120_000 + MANY_ENTITIES * 60;

/** On many entities, the catalog would work all the time. */
const PROCESSING_SECONDS = Math.max(10, MANY_ENTITIES / 100);

/** Sources run side by side. */
export const sources: ScenarioFamily = {
  databases: ['PostgreSQL'],
  special: { sources: 3 },
  scenarios: [
    {
      name: 'syncs of three sources run side by side, two at a time',
      run: runSideBySide,
    },
    {
      name: 'a source is added, removed, renamed and released while the others run',
      run: runWithChangingSources,
    },
  ],
};

/** Many sources, and replicas that are killed. */
export const manySources: ScenarioFamily = {
  databases: ['PostgreSQL'],
  special: {
    sources: SOURCES,
    entities: ENTITIES,
    processingSeconds: PROCESSING_SECONDS,
  },
  scenarios: [
    {
      name: `${SOURCES} sources of ${ENTITIES} entities, ${REPLICAS} replicas, and random kills`,
      async run(site) {
        const measured = await measure(site);
        const all = await runWithRandomKills(site, {
          syncs: SOURCES * 6,
          killProbability: 0.6,
          changed: 0.3,
          killWithinMs: SOURCES * 200,
          timeoutMs: TIMEOUT_MS,
        });
        await syncAll(site, all[0], TIMEOUT_MS);
        await checkAll(site, all[1], TIMEOUT_MS);
        const overlaps = await checkSideBySide(site);
        return `${measured}; ${overlaps} overlaps of different sources`;
      },
    },
  ],
};

/** What many sources are compared with. */
export const oneSource: ScenarioFamily = {
  databases: ['PostgreSQL'],
  special: {
    entities: MANY_ENTITIES,
    processingSeconds: PROCESSING_SECONDS,
  },
  scenarios:
    MANY_ENTITIES < MIN_COMPARED_ENTITIES
      ? []
      : [
          {
            name: `one source instead of ${SOURCES} sources of ${ENTITIES} entities`,
            async run(site) {
              const measured = await measure(site);
              await checkHistory(site);
              return measured;
            },
          },
        ],
};

/** Watches a replica that has its part in the first syncs, and in those of changed sources. */
async function measure(site: Site): Promise<string> {
  const all: Replica[] = [];
  for (let count = 0; count < REPLICAS; count++) {
    all.push(await site.startReplica());
  }
  await all[0].measure();
  const watch = Watch.start(all[0]);
  const started = performance.now();
  await syncAll(site, all[0], TIMEOUT_MS);
  await site.change();
  await syncAll(site, all[0], TIMEOUT_MS);
  const seconds = Math.round((performance.now() - started) / 1000);
  const { longestWaitMs, peakMegabytes } = await watch.stop();
  const { longestBlockMs } = await all[0].measure();
  return [
    `two rounds took ${seconds} s`,
    `the event loop stood still for ${longestBlockMs} ms at most`,
    `a probe waited ${longestWaitMs} ms at most`,
    `${peakMegabytes} MB`,
  ].join(', ');
}

async function runSideBySide(site: Site): Promise<void> {
  const replica = await site.getReplica();
  const [first, second, third] = site.sourceIds;
  await site.change();
  const point = 'lease.heartbeat(PARSE):after';
  const holds = [
    await replica.holdAt(point, first),
    await replica.holdAt(point, second),
  ];
  const running = [
    await requestSync(replica, first),
    await requestSync(replica, second),
  ];
  await Promise.all(holds.map(({ held }) => held));
  const waiting = await requestSync(replica, third);
  // Longer than it takes until a process looks for requests by itself.
  await sleep(6_000);
  assert.deepEqual((await listLeases(site)).sort(), running.sort());

  await replica.letGo();
  for (const syncId of [...running, waiting]) {
    await waitForRecord(replica, syncId, 'SUCCESS');
  }
  await checkSideBySide(site);
  await checkAll(site, replica);
}

/** Every replica is replaced by one with another configuration, as in rolling updates. */
async function runWithChangingSources(site: Site): Promise<void> {
  const [oldest, old] = await site.getReplicas(2);
  const neighbour = Neighbour.start(site, old);
  const watch = EntityWatch.start(site);
  try {
    await watch.add(sourceOf(site, 's2').lasting());
    await watch.add(sourceOf(site, 's3').lasting());

    await site.addSource('s4');
    const withMore = await site.startReplica();
    await oldest.kill();
    await expireLeaseUnlessHeldBy(site, [old, withMore]);
    assert.equal((await runSync(withMore, { source: 's4' })).status, 'SUCCESS');
    await neighbour.moveTo(withMore);
    await watch.add(sourceOf(site, 's4').lasting());

    const removed = sourceOf(site, 's3');
    site.removeSource('s3');
    const withLess = await site.startReplica();
    // For one that does not know it yet, nothing has changed.
    await removed.change();
    assert.equal((await runSync(old, { source: 's3' })).status, 'SUCCESS');
    await neighbour.moveTo(withLess);
    await old.discard();
    await withMore.discard();
    await expireLeaseUnlessHeldBy(site, [withLess]);

    const renamed = sourceOf(site, 's2');
    const { held } = await withLess.holdAt('complete:before', 's2');
    await renamed.change();
    const syncId = await requestSync(withLess, 's2');
    await held;
    site.renameSource('s2', 'renamed');
    const last = await site.startReplica();
    await neighbour.moveTo(last);
    await withLess.letGo();
    await waitForRecord(last, syncId, 'SUCCESS');
    // The one that knows only the former id leaves it to the other one.
    const late = await requestSync(withLess, 's2');
    await waitForRecord(last, late, 'SUCCESS');
    await renamed.change();
    assert.equal(
      (await runSync(last, { source: 'renamed' })).status,
      'SUCCESS',
    );
    await withLess.discard();
    await expireLeaseUnlessHeldBy(site, [last]);

    await watch.stop();
    await release(site, last, 's3');
    await neighbour.stop();
    await syncAll(site, last);
    await checkAll(site, last);
    const ids = new Set((await readHistory(site)).map(({ source }) => source));
    assert.deepEqual([...ids].sort(), ['default', 'renamed', 's3', 's4']);
  } finally {
    await Promise.allSettled([neighbour.stop(), watch.stop()]);
  }
}

function sourceOf(site: Site, sourceId: string): Source {
  return site.sources.find(({ id }) => id === sourceId)!.source;
}

async function release(
  site: Site,
  replica: Replica,
  source: string,
): Promise<void> {
  const response = await replica.request(
    `/api/static-data/sources/${source}/release`,
    { method: 'POST' },
  );
  assert.equal(response.status, 202);
  const { syncId } = await response.json();
  await waitForRecord(replica, syncId, 'SUCCESS');
  site.forgetSource(source);
}
