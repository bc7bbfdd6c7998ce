import { Site } from './Site';
import { waitFor } from './waitFor';

/** A table that a transaction of the harness holds, so that others have to wait for it. */
export interface TableLock {
  /** Resolves when so many wait for the table, one unless said otherwise. */
  awaited: (count?: number) => Promise<void>;
  /** To be called even when the server was stopped, and the lock is gone with it. */
  release: () => Promise<void>;
}

/** Takes a table of a plugin's database on PostgreSQL away from everybody. */
export async function lockTable(
  site: Site,
  pluginId: string,
  table: string,
): Promise<TableLock> {
  const knex = site.database.connect(pluginId);
  const transaction = await knex.transaction();
  await transaction.raw('lock table ?? in access exclusive mode', [table]);
  return {
    async awaited(count = 1) {
      await waitFor(`${count} to wait for ${table}`, async () => {
        const waiting = await transaction('pg_locks')
          .whereRaw('relation = ?::regclass', [table])
          .where({ granted: false });
        return waiting.length >= count;
      });
    },
    async release() {
      await transaction.rollback().catch(() => {});
      await knex.destroy();
    },
  };
}
