import { settingsQuerySchema } from '@internal/plugin-static-data-common';
import express from 'express';
import Router from 'express-promise-router';
import { SyncSettingsService } from '../service/SyncSettingsService';
import { AuthorizeReader } from './authorize';
import { parseRequest } from './parseRequest';
import { recordVisibleTo } from './visibleTo';

export function createSettingsRoutes(options: {
  authorizeReader: AuthorizeReader;
  settings: SyncSettingsService;
}): express.Router {
  const { authorizeReader, settings } = options;
  const router = Router();

  router.get('/settings', async (req, res) => {
    const access = await authorizeReader(req);
    const { period } = parseRequest(settingsQuerySchema, req.query);
    const { latestSync, ...rest } = await settings.getSettings(period);
    res.json({
      ...rest,
      latestSync: latestSync && recordVisibleTo(access, latestSync),
    });
  });

  return router;
}
