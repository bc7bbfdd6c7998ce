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
  toSafeLogger,
} from '@internal/plugin-static-data-node';
import { registerActions } from './actions/Action';
import { readActions } from './actions/readActions';
import { refreshActions } from './actions/refreshActions';
import { steeringActions } from './actions/steeringActions';
import { startMetrics } from './metrics/startMetrics';
import { endpoints } from './endpoints/endpoints';
import { createRouter } from './http/createRouter';
import { createCallerLimits } from './http/limitPerCaller';
import { listRecipients, startOutbox } from './outbox/startOutbox';
import { ApiRelationsService } from './service/apiRelations';
import { BranchService } from './service/BranchService';
import { RefreshService } from './service/RefreshService';
import { SourceService } from './service/SourceService';
import { StateService } from './service/StateService';
import { SteeringService } from './service/SteeringService';
import { startHistoryUpkeep } from './service/startHistoryUpkeep';
import { recordConfiguration } from './service/SyncSettingsService';
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
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        store: staticDataStoreServiceRef,
      },
      async init({ logger: unsafeLogger, ...others }) {
        const deps = { ...others, logger: toSafeLogger(unsafeLogger) };
        const { httpRouter, logger, permissionsRegistry, rootConfig } = deps;
        permissionsRegistry.addPermissions(staticDataPermissions);
        for (const { path, permission } of endpoints) {
          if (!permission) {
            httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
          }
        }

        const limits = createCallerLimits();
        const config = readStaticDataConfig(rootConfig);
        if (!config) {
          logger.warn(NOT_CONFIGURED_MESSAGE);
          httpRouter.use(
            createRouter(endpoints, { ...deps, limits, services: undefined }),
          );
          return;
        }

        const options = { ...deps, config };
        const sources = new SourceService(options);
        const refresh = await RefreshService.create(options);
        const states = new StateService({ ...options, sources });
        const services = {
          store: deps.store,
          sources,
          refresh,
          branches: new BranchService(options),
          states,
          steering: new SteeringService({
            ...options,
            sources,
            refresh,
            states,
          }),
          apiRelations: new ApiRelationsService(options),
          webhooks: await startOutbox({
            ...options,
            sources,
            appBaseUrl: rootConfig.getOptionalString('app.baseUrl'),
          }),
        };
        httpRouter.use(createRouter(endpoints, { ...deps, limits, services }));
        registerActions(
          [...readActions, ...refreshActions, ...steeringActions],
          {
            ...deps,
            limits,
            services,
          },
        );
        await startSignals(options);
        await startMetrics(options);
        recordConfiguration(options);
        await startHistoryUpkeep({
          ...options,
          recipients: listRecipients(options.config),
        });
      },
    });
  },
});
