import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { FaultControl } from './FaultControl';

/** A module of the catalog that shares its database, and so sees its statements. */
export function createCatalogModuleFaults(control: FaultControl) {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'faults',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          control.watchDatabase('catalog', await database.getClient());
        },
      });
    },
  });
}
