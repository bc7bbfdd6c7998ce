import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { StaticDataStore } from '../store';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
import { isSqlite } from './dialect';

/**
 * The sync store, in the database of the `static-data` plugin.
 *
 * The service belongs to the root of the backend, so that the catalog module that
 * writes and the plugin that reads share one store when they run in one process:
 * with SQLite in memory there is no other way to share it.
 *
 * @public
 */
export const staticDataStoreServiceRef = createServiceRef<StaticDataStore>({
  id: 'static-data.store',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      async factory({ config, logger, lifecycle }) {
        const database = DatabaseManager.fromConfig(config, {
          rootLogger: logger,
          rootLifecycle: lifecycle,
        }).forPlugin('static-data', { logger, lifecycle });
        lifecycle.addShutdownHook(async () => {
          const knex = await database.getClient();
          // What is in SQLite in memory is saved at shutdown during development.
          if (!isSqlite(knex)) {
            await knex.destroy();
          }
        });
        return DatabaseStaticDataStore.create(database);
      },
    }),
});
