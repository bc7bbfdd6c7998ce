import { Site } from './Site';
import { waitFor } from './waitFor';

/** A table that a transaction of the harness holds, so that others have to wait for it. */
export interface TableLock {
  /** Resolves when somebody waits for the table. */
  awaited: () => Promise<void>;
  release: () => Promise<void>;
}

/** Takes a table of a plugin's database on PostgreSQL away from everybody. */
export async function lockTable(
  site: Site,
  pluginId: string,
  table: string,
): Promise<TableLock> {
  const locked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const transaction = site.database
    .use(pluginId, knex =>
      knex.transaction(async tx => {
        await tx.raw('lock table ?? in access exclusive mode', [table]);
        locked.resolve();
        await released.promise;
      }),
    )
    // If the server was stopped in the meantime, the lock is gone as well.
    .catch(locked.reject);
  await locked.promise;
  return {
    async awaited() {
      await waitFor(`somebody to wait for ${table}`, () =>
        site.database.use(pluginId, async knex => {
          const waiting = await knex('pg_locks')
            .whereRaw('relation = ?::regclass', [table])
            .where({ granted: false });
          return waiting.length > 0;
        }),
      );
    },
    async release() {
      released.resolve();
      await transaction;
    },
  };
}
