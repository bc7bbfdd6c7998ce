import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { StaticDataStore } from '../store';
import { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
import { openStaticDataDatabase } from './openStaticDataDatabase';

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
      factory: async services =>
        DatabaseStaticDataStore.create(openStaticDataDatabase(services)),
    }),
});
