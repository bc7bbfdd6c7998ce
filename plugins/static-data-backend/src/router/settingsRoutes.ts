import {
  settingsQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import express from 'express';
import Router from 'express-promise-router';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { Authorize } from './authorize';
import { parseRequest } from './parseRequest';

export function createSettingsRoutes(options: {
  authorize: Authorize;
  settings: SyncSettingsService;
}): express.Router {
  const { authorize, settings } = options;
  const router = Router();

  router.get('/settings', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    const { period } = parseRequest(settingsQuerySchema, req.query);
    res.json(await settings.getSettings(period));
  });

  return router;
}
