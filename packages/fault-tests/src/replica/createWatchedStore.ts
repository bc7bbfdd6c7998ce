import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createStaticDataStore,
  openStaticDataDatabase,
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
    async factory(services) {
      const database = openStaticDataDatabase(services);
      control.watchDatabase('store', await database.getClient());
      return control.watchStore(await createStaticDataStore(database));
    },
  });
}
