import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { PlainProvider } from './PlainProvider';

/** Id of the task that synchronises. */
export const PLAIN_TASK = 'plain-sync';

/** A module of the catalog that synchronises a directory the usual way. */
export function createPlainModule(directory: string) {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'plain',
    register(env) {
      env.registerInit({
        deps: {
          catalog: catalogProcessingExtensionPoint,
          scheduler: coreServices.scheduler,
        },
        async init({ catalog, scheduler }) {
          const provider = new PlainProvider(directory);
          catalog.addEntityProvider(provider);
          await scheduler.scheduleTask({
            id: PLAIN_TASK,
            frequency: { minutes: 30 },
            timeout: { minutes: 10 },
            fn: () => provider.run(),
          });
        },
      });
    },
  });
}
