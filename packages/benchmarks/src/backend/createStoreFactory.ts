import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createStaticDataStore,
  openStaticDataDatabase,
  StaticDataStore,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { Knex } from 'knex';

/** The store of the static-data plugin, as it usually is, but watched, as is its database. */
export function createStoreFactory(
  observe: (store: StaticDataStore, knex: Knex) => StaticDataStore,
) {
  return createServiceFactory({
    service: staticDataStoreServiceRef,
    deps: {
      config: coreServices.rootConfig,
      logger: coreServices.rootLogger,
      lifecycle: coreServices.rootLifecycle,
    },
    factory: async services => {
      const database = openStaticDataDatabase(services);
      return observe(
        await createStaticDataStore(database),
        await database.getClient(),
      );
    },
  });
}
