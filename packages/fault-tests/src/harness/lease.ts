import { Site } from './Site';

const LEASE_TABLE = 'static_data_running_sync';

/**
 * Lets the lease expire now, which is for the product as if its time had passed: only the
 * clock of the database is asked.
 */
export async function expireLease(site: Site): Promise<void> {
  await site.database.use('static-data', knex =>
    knex(LEASE_TABLE).update({ expires_at: '2026-01-01T00:00:00.000Z' }),
  );
}

/** Ids of the syncs that hold a lease, expired or not: one at most. */
export async function listLeases(site: Site): Promise<string[]> {
  return site.database.use('static-data', knex =>
    knex(LEASE_TABLE).pluck('sync_id'),
  );
}
