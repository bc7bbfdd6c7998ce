import {
  emptyQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import express from 'express';
import Router from 'express-promise-router';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { Authorize } from './authorize';
import { parseRequest } from './parseRequest';

export function createHealthRoutes(options: {
  authorize: Authorize;
  settings: SyncSettingsService;
}): express.Router {
  const { authorize, settings } = options;
  const router = Router();

  router.get('/health', async (req, res) => {
    await authorize(req, staticDataSyncReadPermission);
    parseRequest(emptyQuerySchema, req.query);
    res.json(await settings.getHealth());
  });

  return router;
}
