import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { FaultControl } from './FaultControl';

/** A module of the catalog: it shares its database and its end, and so sees both. */
export function createCatalogModuleFaults(control: FaultControl) {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'faults',
    register(env) {
      env.registerInit({
        deps: {
          database: coreServices.database,
          lifecycle: coreServices.lifecycle,
        },
        async init({ database, lifecycle }) {
          lifecycle.addShutdownHook(() => control.tellShutdown());
          control.watchDatabase('catalog', await database.getClient());
        },
      });
    },
  });
}
