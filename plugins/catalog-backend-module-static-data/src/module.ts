import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  readStaticDataConfig,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { startConfirmation } from './confirm/startConfirmation';
import { StaticDataProvider } from './provider/StaticDataProvider';
import { RedeliveryProcessor } from './redeliver/RedeliveryProcessor';
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
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        store: staticDataStoreServiceRef,
        urlReader: coreServices.urlReader,
      },
      async init({ processing, logger, rootConfig, urlReader, ...services }) {
        // Without configuration too: the catalog deletes the entities of a provider that is gone.
        const provider = new StaticDataProvider();
        processing.addEntityProvider(provider);
        processing.addProcessor(new RedeliveryProcessor());

        const config = readStaticDataConfig(rootConfig);
        if (!config) {
          logger.warn(
            `Nothing is synchronised: there is no 'staticData' in the configuration`,
          );
          return;
        }
        const secrets = findSecrets(config.source, rootConfig);
        await startSynchronisation({
          ...services,
          config,
          logger,
          provider,
          secrets,
          source: createSourceReader({
            config,
            rootConfig,
            logger,
            urlReader,
          }),
        });
        await startConfirmation({
          ...services,
          logger,
          secrets,
          applyMutation: mutation => provider.applyMutation(mutation),
        });
      },
    });
  },
});
