import assert from 'node:assert/strict';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { getJson, requestSync, runSync } from '../harness/client';
import { checkAll, checkHealth, checkHistory } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { waitFor } from '../harness/waitFor';
import { HoldPoint } from '../protocol';

/**
 * Changes the first source, and has a replica sync it until the sync comes to a point, where it
 * is held. Tries again when another replica has looked at the queue first: any of them may run
 * what one was asked for.
 *
 * @returns the id of the sync
 */
export async function startSyncUntil(
  site: Site,
  replica: Replica,
  point: HoldPoint,
): Promise<string> {
  const { held } = await replica.holdAt(point);
  for (;;) {
    await site.source.change();
    const syncId = await requestSync(replica);
    // It may be held before it has taken the lease.
    const runner = await Promise.race([
      held.then(() => replica),
      site.untilStarted(syncId),
    ]);
    if (runner === replica) {
      await held;
      return syncId;
    }
    await waitForRecord(runner, syncId);
  }
}

/**
 * Changes all sources, and has a replica sync them until the syncs come to a point, where they
 * are held.
 *
 * @returns the ids of the syncs
 */
export async function startSyncsUntil(
  site: Site,
  replica: Replica,
  point: HoldPoint,
): Promise<string[]> {
  await site.change();
  const holds: Array<{ held: Promise<void> }> = [];
  for (const source of site.sourceIds) {
    holds.push(await replica.holdAt(point, source));
  }
  const syncIds = await Promise.all(
    site.sourceIds.map(source => requestSync(replica, source)),
  );
  await Promise.all(holds.map(({ held }) => held));
  return syncIds;
}

/** Syncs all sources at once, and fails unless all succeed. */
export async function syncAll(
  site: Site,
  replica: Replica,
  timeoutMs?: number,
): Promise<SyncHistoryRecord[]> {
  const records = await Promise.all(
    site.sourceIds.map(source => runSync(replica, { source, timeoutMs })),
  );
  for (const { status, errors } of records) {
    assert.equal(status, 'SUCCESS', JSON.stringify(errors));
  }
  return records;
}

/** Waits for the record of a sync, and fails if it has another status. */
export async function waitForRecord(
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

/** The records arrive by themselves, and say what really happened; then everything goes on. */
export async function recover(
  site: Site,
  replica: Replica,
  syncIds: string[],
  status: 'SUCCESS' | 'FAILURE',
): Promise<void> {
  for (const syncId of syncIds) {
    await waitForRecord(replica, syncId, status);
  }
  await checkHistory(site);
  await checkHealth(site, replica);
  await syncAll(site, replica);
  await checkAll(site, replica);
}

/** Waits until the records of syncs are in the spool. */
export async function waitUntilSpooled(
  site: Site,
  syncIds: string[],
): Promise<void> {
  await waitFor('the records in the spool', async () => {
    const spooled = await site.listSpooled();
    return syncIds.every(id => spooled.includes(id));
  });
}
