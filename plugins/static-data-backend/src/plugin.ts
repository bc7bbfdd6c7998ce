import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { staticDataPermissions } from '@internal/plugin-static-data-common';
import {
  NOT_CONFIGURED_MESSAGE,
  readStaticDataConfig,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import { registerActions } from './actions/Action';
import { readActions } from './actions/readActions';
import { refreshActions } from './actions/refreshActions';
import { startMetrics } from './metrics/startMetrics';
import { endpoints } from './endpoints/endpoints';
import { createRouter } from './http/createRouter';
import { startOutbox } from './outbox/startOutbox';
import { ApiRelationsService } from './service/apiRelations';
import { RefreshService } from './service/RefreshService';
import { startRetention } from './service/startRetention';
import {
  recordConfiguration,
  SyncSettingsService,
} from './service/SyncSettingsService';
import { startSignals } from './signals/startSignals';

/**
 * The HTTP API over the history of syncs, and the retention of that history.
 *
 * @public
 */
export const staticDataPlugin = createBackendPlugin({
  pluginId: 'static-data',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        store: staticDataStoreServiceRef,
      },
      async init({
        actionsRegistry,
        auditor,
        auth,
        config: rootConfig,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metrics,
        notifications,
        permissions,
        permissionsRegistry,
        scheduler,
        signals,
        store,
      }) {
        permissionsRegistry.addPermissions(staticDataPermissions);
        httpRouter.addAuthPolicy({
          path: '/openapi.json',
          allow: 'unauthenticated',
        });

        const http = { httpAuth, permissions, auditor };
        const config = readStaticDataConfig(rootConfig);
        if (!config) {
          logger.warn(NOT_CONFIGURED_MESSAGE);
          httpRouter.use(
            createRouter(endpoints, { ...http, services: undefined }),
          );
          return;
        }

        const settings = new SyncSettingsService({ store, config });
        const webhooks = await startOutbox({
          config,
          appBaseUrl: rootConfig.getOptionalString('app.baseUrl'),
          store,
          settings,
          notifications,
          events,
          lifecycle,
          logger,
          scheduler,
        });

        const refresh = await RefreshService.create({ store, events, logger });
        httpRouter.use(
          createRouter(endpoints, {
            ...http,
            services: {
              store,
              settings,
              refresh,
              apiRelations: new ApiRelationsService({ store }),
              webhooks,
            },
          }),
        );

        registerActions([...readActions, ...refreshActions], {
          actionsRegistry,
          auth,
          permissions,
          auditor,
          services: { store, settings, refresh },
        });
        await startSignals({ events, signals, logger });
        await startMetrics({ metrics, store, events, logger });

        recordConfiguration({ config, store, lifecycle, logger });
        await startRetention({ config, store, scheduler, logger });
      },
    });
  },
});
