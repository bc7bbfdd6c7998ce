import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  readStaticDataConfig,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { StaticDataProvider } from './provider/StaticDataProvider';
import { createSourceReader } from './source/createSourceReader';
import { findSecrets } from './source/findSecrets';
import { startSynchronisation } from './sync/startSynchronisation';

/**
 * Keeps the catalog in step with the source that is configured under `staticData`.
 *
 * @public
 */
export const catalogModuleStaticData = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'static-data',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        store: staticDataStoreServiceRef,
        urlReader: coreServices.urlReader,
      },
      async init({ catalog, logger, rootConfig, urlReader, ...services }) {
        // Without configuration too: the catalog deletes the entities of a provider that is gone.
        const provider = new StaticDataProvider();
        catalog.addEntityProvider(provider);

        const config = readStaticDataConfig(rootConfig);
        if (!config) {
          logger.warn(
            `Nothing is synchronised: there is no 'staticData' in the configuration`,
          );
          return;
        }
        await startSynchronisation({
          ...services,
          config,
          logger,
          provider,
          secrets: findSecrets(config.source, rootConfig),
          source: createSourceReader({
            config,
            rootConfig,
            logger,
            urlReader,
          }),
        });
      },
    });
  },
});
