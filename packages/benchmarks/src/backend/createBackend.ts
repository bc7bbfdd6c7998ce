import {
  createExtensionPointFactoryMiddleware,
  createSpecializedBackend,
} from '@backstage/backend-app-api';
import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
  metricsServiceFactory,
  tracingServiceFactory,
} from '@backstage/backend-defaults/alpha';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { cacheServiceFactory } from '@backstage/backend-defaults/cache';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { discoveryServiceFactory } from '@backstage/backend-defaults/discovery';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { httpRouterServiceFactory } from '@backstage/backend-defaults/httpRouter';
import { lifecycleServiceFactory } from '@backstage/backend-defaults/lifecycle';
import { loggerServiceFactory } from '@backstage/backend-defaults/logger';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { permissionsRegistryServiceFactory } from '@backstage/backend-defaults/permissionsRegistry';
import { rootHealthServiceFactory } from '@backstage/backend-defaults/rootHealth';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { rootLifecycleServiceFactory } from '@backstage/backend-defaults/rootLifecycle';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { rootSystemMetadataServiceFactory } from '@backstage/backend-defaults/rootSystemMetadata';
import { urlReaderServiceFactory } from '@backstage/backend-defaults/urlReader';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import {
  coreServices,
  createServiceFactory,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  catalogProcessingExtensionPoint,
  EntityProvider,
} from '@backstage/plugin-catalog-node';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { JsonObject } from '@backstage/types';

/**
 * A backend with the services that every backend has, except that tasks run when the
 * benchmark says so, that only errors are logged, and that entity providers are watched.
 */
export function createBackend(options: {
  config: JsonObject;
  scheduler: SchedulerService;
  observeProvider: (provider: EntityProvider) => EntityProvider;
}) {
  const { config, scheduler, observeProvider } = options;
  return createSpecializedBackend({
    defaultServiceFactories: [
      actionsRegistryServiceFactory,
      actionsServiceFactory,
      auditorServiceFactory,
      authServiceFactory,
      cacheServiceFactory,
      databaseServiceFactory,
      discoveryServiceFactory,
      eventsServiceFactory,
      httpAuthServiceFactory,
      httpRouterServiceFactory,
      lifecycleServiceFactory,
      loggerServiceFactory,
      metricsServiceFactory,
      permissionsRegistryServiceFactory,
      permissionsServiceFactory,
      rootHealthServiceFactory,
      rootHttpRouterServiceFactory,
      rootLifecycleServiceFactory,
      rootSystemMetadataServiceFactory,
      tracingServiceFactory,
      urlReaderServiceFactory,
      userInfoServiceFactory,
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => new ConfigReader(config),
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        // The usual one compiles TypeScript outside of a built backend, to find secrets.
        factory: () => WinstonLogger.create({ level: 'error' }),
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
    ],
    extensionPointFactoryMiddleware: [
      createExtensionPointFactoryMiddleware({
        extensionPoint: catalogProcessingExtensionPoint,
        middleware: async original => ({
          ...original,
          addEntityProvider: (...providers) =>
            original.addEntityProvider(providers.flat().map(observeProvider)),
        }),
      }),
    ],
  });
}
