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
  NOT_CONFIGURED_MESSAGE,
  readStaticDataConfig,
  staticDataStoreServiceRef,
  toSafeLogger,
} from '@internal/plugin-static-data-node';
import { StaticDataProvider } from './apply/StaticDataProvider';
import { startConfirmation } from './confirm/startConfirmation';
import { Redactor } from './Redactor';
import { createSourceReader } from './source/createSourceReader';
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
      async init({
        processing,
        logger: unsafeLogger,
        rootConfig,
        urlReader,
        ...services
      }) {
        // Even without configuration: the catalog deletes the entities of a provider that is gone
        // (`orphanProviderStrategy` in @backstage/plugin-catalog-backend 4.0.0).
        const provider = new StaticDataProvider();
        processing.addEntityProvider(provider);

        const config = readStaticDataConfig(rootConfig);
        if (!config) {
          unsafeLogger.warn(NOT_CONFIGURED_MESSAGE);
          return;
        }
        const redactor = Redactor.fromConfig(config.source, rootConfig);
        const logger = toSafeLogger(unsafeLogger, (...args) =>
          redactor.redact(...args),
        );
        const options = { ...services, logger, provider, redactor };
        await startSynchronisation({
          ...options,
          config,
          source: createSourceReader({
            config,
            rootConfig,
            logger,
            urlReader,
            redactor,
          }),
        });
        await startConfirmation(options);
      },
    });
  },
});
