import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import express from 'express';
import Router from 'express-promise-router';
import { RefreshService } from '../service/RefreshService';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { createAuthorize } from './authorize';
import { createEntityHistoryRoutes } from './entityHistoryRoutes';
import { createHealthRoutes } from './healthRoutes';
import { createHeldRemovalRoutes } from './heldRemovalRoutes';
import { createRefreshRoutes } from './refreshRoutes';
import { createSettingsRoutes } from './settingsRoutes';
import { createStatisticsRoutes } from './statisticsRoutes';
import { createSyncChangesRoutes } from './syncChangesRoutes';
import { createSyncComparisonRoutes } from './syncComparisonRoutes';
import { createSyncFindingsRoutes } from './syncFindingsRoutes';
import { createSyncHistoryRoutes } from './syncHistoryRoutes';
import { createSyncLogsRoutes } from './syncLogsRoutes';

/** The HTTP API of the plugin. */
export async function createRouter(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  store: StaticDataStore;
  settings: SyncSettingsService;
  refresh: RefreshService;
}): Promise<express.Router> {
  const { httpAuth, permissions, auditor, store, settings, refresh } = options;
  const authorize = createAuthorize({ httpAuth, permissions });
  const router = Router();
  router.use(createSettingsRoutes({ authorize, settings }));
  // Before the history, for which `compare` would be the id of a sync.
  router.use(createSyncComparisonRoutes({ authorize, store }));
  router.use(createSyncHistoryRoutes({ authorize, store }));
  router.use(createSyncChangesRoutes({ authorize, store }));
  router.use(createSyncFindingsRoutes({ authorize, store }));
  router.use(createSyncLogsRoutes({ authorize, store }));
  router.use(createEntityHistoryRoutes({ authorize, store }));
  router.use(createHeldRemovalRoutes({ authorize, auditor, store }));
  router.use(createStatisticsRoutes({ authorize, settings }));
  router.use(createHealthRoutes({ authorize, settings }));
  router.use(createRefreshRoutes({ authorize, auditor, refresh }));
  return router;
}
