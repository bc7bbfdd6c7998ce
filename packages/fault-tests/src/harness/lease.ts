import { setTimeout as sleep } from 'node:timers/promises';
import { Replica } from './Replica';
import { Site } from './Site';
import { useDatabase } from './SiteDatabase';

const LEASE_TABLE = 'static_data_running_sync';
const LONG_AGO = '2026-01-01T00:00:00.000Z';

/**
 * Lets the lease expire now, which is for the product as if its time had passed: only the
 * clock of the database is asked.
 */
export async function expireLease(site: Site): Promise<void> {
  await useDatabase(site.database, 'static-data', knex =>
    knex(LEASE_TABLE).update({ expires_at: LONG_AGO }),
  );
}

/**
 * Lets the lease expire now, unless one of these processes holds it. Notes its sync: the
 * process may have died before it could tell that it had started one.
 */
export async function expireLeaseUnlessHeldBy(
  site: Site,
  replicas: Replica[],
): Promise<void> {
  // What they have to tell may still be on its way.
  await sleep(200);
  const held = replicas.flatMap(({ runningSync }) => runningSync ?? []);
  const orphans = (await listLeases(site)).filter(id => !held.includes(id));
  orphans.forEach(id => site.noteStarted(id));
  await useDatabase(site.database, 'static-data', knex =>
    knex(LEASE_TABLE)
      .whereIn('sync_id', orphans)
      .update({ expires_at: LONG_AGO }),
  );
}

/** Ids of the syncs that hold a lease, expired or not: one at most. */
export async function listLeases(site: Site): Promise<string[]> {
  return useDatabase(site.database, 'static-data', knex =>
    knex(LEASE_TABLE).pluck('sync_id'),
  );
}
