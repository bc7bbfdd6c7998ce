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
    factory: async services =>
      observe(await createStaticDataStore(openStaticDataDatabase(services))),
  });
}
