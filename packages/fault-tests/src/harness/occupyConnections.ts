import { APPLICATION_NAME } from './SiteDatabase';
import { Site } from './Site';

const MORE_THAN_A_SERVER_HAS = 1_000;

/** Takes all connections that the server has, those of the product's store first of all. */
export async function occupyConnections(
  site: Site,
): Promise<{ release: () => Promise<void> }> {
  const knex = site.database.connect('static-data', MORE_THAN_A_SERVER_HAS);
  const occupyRest = async () => {
    try {
      for (;;) {
        // A transaction keeps its connection.
        await knex.transaction();
      }
    } catch {
      // There is none left.
    }
  };
  const first = await knex.transaction();
  await occupyRest();
  await first.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name <> ?`,
    [APPLICATION_NAME],
  );
  await occupyRest();
  return {
    release: () => knex.destroy(),
  };
}
