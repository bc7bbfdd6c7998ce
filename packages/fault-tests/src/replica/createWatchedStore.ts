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

/** The store as the product makes it, in the hands of the harness. */
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
      control.watchDatabase('store', await database.getClient());
      return control.watchStore(await DatabaseStaticDataStore.create(database));
    },
  });
}
