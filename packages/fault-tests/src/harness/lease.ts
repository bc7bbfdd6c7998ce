import { setTimeout as sleep } from 'node:timers/promises';
import { Replica } from './Replica';
import { Site } from './Site';
import { useDatabase } from './SiteDatabase';

const LEASE_TABLE = 'static_data_running_sync';
/** Within it, what the database has answered has come to a process, if not to its code. */
const ANSWER_MS = 200;

const LONG_AGO = '2026-01-01T00:00:00.000Z';

/**
 * Lets all leases expire now, which is for the product as if its time had passed: only the
 * clock of the database is asked.
 */
export async function expireLease(site: Site): Promise<void> {
  await useDatabase(site.database, 'static-data', knex =>
    knex(LEASE_TABLE).update({ expires_at: LONG_AGO }),
  );
}

/**
 * Lets all leases expire now, but those that one of these processes holds. Notes their syncs: the
 * process may have died before it could tell that it had started them.
 *
 * A process that has just taken the lease may not know it yet, for as long as the answer of the
 * database is on its way, or not have told. What it answers to a command comes after all that.
 */
export async function expireLeaseUnlessHeldBy(
  site: Site,
  replicas: Replica[],
): Promise<void> {
  const leases = await listLeases(site);
  await sleep(ANSWER_MS);
  await Promise.all(replicas.map(replica => replica.caughtUp()));
  const held = replicas.flatMap(({ runningSyncs }) => runningSyncs);
  const orphans = leases.filter(id => !held.includes(id));
  orphans.forEach(id => site.noteStarted(id));
  await useDatabase(site.database, 'static-data', knex =>
    knex(LEASE_TABLE)
      .whereIn('sync_id', orphans)
      .update({ expires_at: LONG_AGO }),
  );
}

/** Ids of the syncs that hold a lease, expired or not: one of each source at most. */
export async function listLeases(site: Site): Promise<string[]> {
  return useDatabase(site.database, 'static-data', knex =>
    knex(LEASE_TABLE).pluck('sync_id'),
  );
}
