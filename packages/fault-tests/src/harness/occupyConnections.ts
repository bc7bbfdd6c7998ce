import { Site } from './Site';
import { APPLICATION_NAME } from './SiteDatabase';
import { waitFor } from './waitFor';

/**
 * Takes all connections that the server has, those of the product too: one that the catalog does
 * not need any more would be taken by the store.
 */
export async function occupyConnections(
  site: Site,
): Promise<{ release: () => Promise<void> }> {
  const knex = site.database.connect('static-data');
  // Past the pool, which would wait and try again where there is none left.
  const { client } = knex;
  const connections: unknown[] = [];
  const occupyRest = async () => {
    try {
      for (;;) {
        connections.push(await client.acquireRawConnection());
      }
    } catch {
      // There is none left.
    }
  };
  const connected = await knex.transaction();
  const { rows: limits } = await connected.raw('show max_connections');
  // The harness is the superuser, for whom none is reserved; one is that of the transaction.
  const available = Number(limits[0].max_connections) - 1;
  // A connection is free only some time after its process was told to end, and until then anybody
  // can be the first to take it.
  await waitFor('all connections of the server', async () => {
    await occupyRest();
    // Or else it sees in a transaction always what it saw the first time.
    await connected.raw('select pg_stat_clear_snapshot()');
    await connected.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where backend_type = 'client backend' and application_name <> ?`,
      [APPLICATION_NAME],
    );
    return connections.length === available;
  });
  return {
    async release() {
      // Not before: the pool closes connections that it has lent to nobody for some time.
      await connected.rollback();
      await Promise.all(
        connections.map(connection => client.destroyRawConnection(connection)),
      );
      await knex.destroy();
    },
  };
}
