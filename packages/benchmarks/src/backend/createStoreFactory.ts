import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  DatabaseStaticDataStore,
  StaticDataStore,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';

/** The store of the static-data plugin, as it usually is, but watched. */
export function createStoreFactory(
  observe: (store: StaticDataStore) => StaticDataStore,
) {
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
      return observe(await DatabaseStaticDataStore.create(database));
    },
  });
}
