import assert from 'node:assert/strict';
import { getJson, requestSync, runSync } from '../harness/client';
import { checkAll, checkHealth, checkHistory } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { waitFor } from '../harness/waitFor';
import { HoldPoint } from '../protocol';

/**
 * Changes the source, and has a replica sync it until the sync comes to a point, where it
 * is held.
 *
 * @returns the id of the sync
 */
export async function startSyncUntil(
  site: Site,
  replica: Replica,
  point: HoldPoint,
): Promise<string> {
  await site.source.change();
  const { held } = await replica.holdAt(point);
  const syncId = await requestSync(replica);
  await held;
  return syncId;
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

/** The record arrives by itself, and says what really happened; then everything goes on. */
export async function recover(
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

/** Waits until the record of a sync is in the spool. */
export async function waitUntilSpooled(
  site: Site,
  syncId: string,
): Promise<void> {
  await waitFor('a record in the spool', async () =>
    (await site.listSpooled()).includes(syncId),
  );
}
