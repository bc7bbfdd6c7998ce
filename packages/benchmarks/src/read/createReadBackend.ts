import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import {
  createStaticDataStore,
  openStaticDataDatabase,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { createBackend } from '../backend/createBackend';
import { TaskList } from '../backend/TaskList';

/**
 * A backend with the store of the static-data plugin, as it usually is.
 *
 * @param onDatabase - is given the database of the store
 */
export function createReadBackend(options: {
  database: JsonObject;
  port: number;
  onDatabase: (knex: Knex) => void;
}) {
  const { database, port, onDatabase } = options;
  const backend = createBackend({
    config: {
      app: { baseUrl: 'http://127.0.0.1:3000' },
      backend: {
        baseUrl: `http://127.0.0.1:${port}`,
        listen: { host: '127.0.0.1', port },
        database,
      },
      auth: {
        providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
      },
      permission: { enabled: true },
      // It is never read.
      staticData: { directory: 'data' },
    },
    scheduler: new TaskList(),
    observeProvider: provider => provider,
  });
  backend.add(
    createServiceFactory({
      service: staticDataStoreServiceRef,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      factory: async services => {
        const opened = openStaticDataDatabase(services);
        const store = await createStaticDataStore(opened);
        onDatabase(await opened.getClient());
        return store;
      },
    }),
  );
  return backend;
}
