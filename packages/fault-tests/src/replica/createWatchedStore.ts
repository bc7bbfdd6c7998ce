import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  DatabaseStaticDataStore,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { FaultControl } from './FaultControl';

/**
 * The store as the default factory of `staticDataStoreServiceRef` makes it and ends it, in
 * the hands of the harness.
 */
export function createWatchedStore(control: FaultControl) {
  return createServiceFactory({
    service: staticDataStoreServiceRef,
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
      const knex = await database.getClient();
      lifecycle.addShutdownHook(async () => {
        if (knex.client.config.client === 'pg') {
          await knex.destroy();
        }
      });
      control.watchDatabase('store', knex);
      return control.watchStore(await DatabaseStaticDataStore.create(database));
    },
  });
}
