import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { openStaticDataDatabase } from './database/openStaticDataDatabase';
import { createStaticDataStore, StaticDataStore } from './StaticDataStore';

/**
 * The sync store, in the database of the plugin `static-data`.
 *
 * The service belongs to the root of the backend, so that the catalog module that writes and the
 * plugin that reads share one store if they run in one process: with SQLite in memory there is no
 * other way to share it.
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
      factory: async services =>
        createStaticDataStore(openStaticDataDatabase(services)),
    }),
});
