import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { ApiRelationsService } from '../service/apiRelations/ApiRelationsService';
import { RefreshService } from '../service/RefreshService';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { WebhookService } from '../outbox/WebhookService';
import { createApiRelationsRoutes } from './apiRelationsRoutes';
import { createAuthorize, createAuthorizeReader } from './authorize';
import { createEntityHistoryRoutes } from './entityHistoryRoutes';
import { createHealthRoutes } from './healthRoutes';
import { createHeldRemovalRoutes } from './heldRemovalRoutes';
import { createOpenApiRoutes } from './openApiRoutes';
import { createRefreshRoutes } from './refreshRoutes';
import { createSettingsRoutes } from './settingsRoutes';
import { createStatisticsRoutes } from './statisticsRoutes';
import { createStrictRequests } from './strictRequests';
import { createSyncChangesRoutes } from './syncChangesRoutes';
import { createSyncComparisonRoutes } from './syncComparisonRoutes';
import { createSyncFindingsRoutes } from './syncFindingsRoutes';
import { createSyncHistoryExportRoutes } from './syncHistoryExportRoutes';
import { createSyncHistoryRoutes } from './syncHistoryRoutes';
import { createSyncLogsRoutes } from './syncLogsRoutes';
import { createWebhookRoutes } from './webhookRoutes';

/** The HTTP API of the plugin. */
export async function createRouter(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  store: StaticDataStore;
  settings: SyncSettingsService;
  refresh: RefreshService;
  webhooks: WebhookService;
}): Promise<express.Router> {
  const { httpAuth, permissions, auditor, store, settings, refresh, webhooks } =
    options;
  const authorize = createAuthorize({ httpAuth, permissions });
  const authorizeReader = createAuthorizeReader({ httpAuth, permissions });
  const router = Router();
  router.use(createStrictRequests());
  router.use(createOpenApiRoutes());
  router.use(createSettingsRoutes({ authorizeReader, settings }));
  // Before the history, for which `compare` and `export` would be ids of syncs.
  router.use(createSyncComparisonRoutes({ authorize, store }));
  router.use(
    createSyncHistoryExportRoutes({
      authorizeReader,
      auditor,
      history: store.history,
    }),
  );
  router.use(createSyncHistoryRoutes({ authorize, authorizeReader, store }));
  router.use(createSyncChangesRoutes({ authorize, store }));
  router.use(createSyncFindingsRoutes({ authorizeReader, store }));
  router.use(createSyncLogsRoutes({ authorize, store }));
  router.use(createEntityHistoryRoutes({ authorize, store }));
  router.use(
    createApiRelationsRoutes({
      authorize,
      apiRelations: new ApiRelationsService({ store }),
    }),
  );
  router.use(createHeldRemovalRoutes({ authorize, auditor, store }));
  router.use(createStatisticsRoutes({ authorize, settings }));
  router.use(createHealthRoutes({ authorize, settings }));
  router.use(
    createRefreshRoutes({ authorize, authorizeReader, auditor, refresh }),
  );
  router.use(createWebhookRoutes({ authorize, auditor, webhooks }));
  return router;
}
